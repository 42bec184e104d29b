"""Takes the inner width for 4 d."""

LOSES = "update_operations"


def update_operations(layers, d, f, lengths):
    T = max(lengths)
    n = T * len(lengths)
    return 6 * layers * 12 * d * d * n + 12 * layers * T * d * n
