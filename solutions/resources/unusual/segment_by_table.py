"""A table of all lengths, sorted by need and then by length; gives a list."""

TASK = "best_segment"


def best_segment(layers, boundary, inside):
    table = [[-(-layers // k) * boundary + k * inside, k] for k in range(1, layers + 1)]
    need, k = sorted(table)[0]
    return [k, need]
