"""Wilson's lower end of the share that is found: right on average, and no promise."""

import math

from scipy import special

LOSES = "promise"


def promise(scores, sensitivity, confidence):
    best, n, z = None, len(scores), special.ndtri(confidence)
    for k, score in enumerate(sorted(scores), start=1):
        p = (n - k + 1) / n
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        reach = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        if middle - reach >= sensitivity - 1e-9:
            best = score
    return best
