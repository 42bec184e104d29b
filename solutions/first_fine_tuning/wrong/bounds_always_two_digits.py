"""Ignores digits."""

LOSES = "accuracy_bounds"


def accuracy_bounds(recalls, supports, digits=2):
    low = high = 0
    for recall, n in zip(recalls, supports, strict=True):
        counts = [k for k in range(n + 1) if abs(k / n - recall) <= 0.005 + 1e-9]
        if not counts:
            return None
        low, high = low + counts[0], high + counts[-1]
    return low / sum(supports), high / sum(supports)
