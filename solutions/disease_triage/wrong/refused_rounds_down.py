"""How many are needed is rounded down."""

LOSES = "refused"


def refused(known, strange, alpha):
    n = len(known) + 1
    found = [1 + sum(other >= each for other in known) <= alpha * n + 1e-9 for each in strange]
    return found, max(1, int(1 / alpha - 1 + 1e-9))
