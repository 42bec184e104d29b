"""Forgets the last, shorter segment: rounds down."""

LOSES = "best_segment"


def best_segment(layers, boundary, inside):
    def needed(k):
        return layers // k * boundary + k * inside

    best = min(range(1, layers + 1), key=needed)
    return best, needed(best)
