"""Averages the recalls without the class sizes."""

LOSES = "accuracy_bounds"


def accuracy_bounds(recalls, supports, digits=2):
    half = 0.5 * 10**-digits + 1e-9
    lows, highs = [], []
    for recall, n in zip(recalls, supports, strict=True):
        fits = [k / n for k in range(n + 1) if abs(k / n - recall) <= half]
        if not fits:
            return None
        lows.append(fits[0])
        highs.append(fits[-1])
    return sum(lows) / len(lows), sum(highs) / len(highs)
