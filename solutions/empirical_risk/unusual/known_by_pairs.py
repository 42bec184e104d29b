"""Pairs of a loss and its chance, added exactly with fsum; gives a list."""

import math

TASK = "known_risk"


def known_risk(loss, chance, n):
    pairs = list(zip(loss.ravel().tolist(), chance.ravel().tolist(), strict=True))
    risk = math.fsum(value * share for value, share in pairs)
    variance = math.fsum(share * (value - risk) ** 2 for value, share in pairs)
    return [risk, math.sqrt(variance) / math.sqrt(n)]
