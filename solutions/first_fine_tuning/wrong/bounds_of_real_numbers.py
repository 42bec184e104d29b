"""Forgets that right items are whole numbers."""

LOSES = "accuracy_bounds"


def accuracy_bounds(recalls, supports, digits=2):
    half = 0.5 * 10**-digits
    total = sum(supports)
    low = sum((r - half) * n for r, n in zip(recalls, supports, strict=True)) / total
    high = sum((r + half) * n for r, n in zip(recalls, supports, strict=True)) / total
    return low, high
