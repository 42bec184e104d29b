"""Leaves the backward pass out."""

LOSES = "update_operations"


def update_operations(layers, d, f, lengths):
    T = max(lengths)
    n = T * len(lengths)
    return 2 * layers * (4 * d * d + 2 * d * f) * n + 4 * layers * T * d * n
