"""Without the new one."""

import math

LOSES = "refused"


def refused(known, strange, alpha):
    n = max(len(known), 1)
    found = [sum(other >= each for other in known) <= alpha * n + 1e-9 for each in strange]
    return found, math.ceil(1 / alpha - 1 - 1e-9)
