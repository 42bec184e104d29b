"""Of two that tie, takes the larger."""

import math

LOSES = "best_segment"


def best_segment(layers, boundary, inside):
    def needed(k):
        return math.ceil(layers / k) * boundary + k * inside

    best = min(range(layers, 0, -1), key=needed)
    return best, needed(best)
