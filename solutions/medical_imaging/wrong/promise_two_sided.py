"""The lower end of a two-sided interval: half of the doubt is spent on the other side."""

from scipy import special

LOSES = "promise"


def promise(scores, sensitivity, confidence):
    best, n = None, len(scores)
    for k, score in enumerate(sorted(scores), start=1):
        if special.bdtrc(k - 1, n, 1 - sensitivity) >= (1 + confidence) / 2 - 1e-9:
            best = score
    return best
