"""Counts the tokens, not the slots."""

LOSES = "update_operations"


def update_operations(layers, d, f, lengths):
    T = max(lengths)
    n = sum(lengths)
    return 6 * layers * (4 * d * d + 2 * d * f) * n + 12 * layers * T * d * n
