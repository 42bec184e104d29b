"""The lower end of Clopper and Pearson's one-sided interval for those at least as high."""

from scipy import stats

TASK = "promise"


def promise(scores, sensitivity, confidence):
    n = len(scores)
    for score in sorted(scores, reverse=True):
        found = sum(other >= score for other in scores)
        if stats.beta.ppf(1 - confidence, found, n - found + 1) >= sensitivity - 1e-9:
            return score
    return None
