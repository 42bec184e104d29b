"""The usual ones are refused."""

import math

LOSES = "refused"


def refused(known, strange, alpha):
    n = len(known)
    found = [
        1 + sum(other <= each for other in known) <= alpha * (n + 1) + 1e-9 for each in strange
    ]
    return found, math.ceil(1 / alpha - 1 - 1e-9)
