"""More confidence than asked: exactly enough does not do."""

from scipy import special

LOSES = "promise"


def promise(scores, sensitivity, confidence):
    best, n = None, len(scores)
    for k, score in enumerate(sorted(scores), start=1):
        if special.bdtrc(k - 1, n, 1 - sensitivity) > confidence + 1e-9:
            best = score
    return best
