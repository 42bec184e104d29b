"""Stops at 6 N n."""

LOSES = "update_operations"


def update_operations(layers, d, f, lengths):
    T = max(lengths)
    n = T * len(lengths)
    return 6 * layers * (4 * d * d + 2 * d * f) * n
