"""Exact fractions, and the ends of each class by counting up and down."""

from fractions import Fraction

TASK = "accuracy_bounds"


def accuracy_bounds(recalls, supports, digits=2):
    slack = Fraction(1, 2 * 10**digits) + Fraction(1, 10**9)
    lows, highs = [], []
    for recall, n in zip(recalls, supports, strict=True):
        middle = Fraction(str(recall))
        fits = [k for k in range(n + 1) if abs(Fraction(k, n) - middle) <= slack]
        if not fits:
            return None
        lows.append(min(fits))
        highs.append(max(fits))
    return [sum(lows) / sum(supports), sum(highs) / sum(supports)]
