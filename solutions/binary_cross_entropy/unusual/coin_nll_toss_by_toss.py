"""Adds up one toss after the other with the math module."""

import math

TASK = "coin_nll"


def coin_nll(y, p):
    total = []
    for outcome in list(y):
        chance = p if outcome == 1 else 1 - p
        total.append(-math.log(chance) if chance > 0 else math.inf)
    return math.fsum(total)
