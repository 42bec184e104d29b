"""Exact fractions, and the definition of an adjusted value as a maximum over all smaller ones."""

from fractions import Fraction
from math import comb

TASK = "holm_mcnemar"


def holm_mcnemar(truth, rivals, baseline):
    p = []
    for rival in rivals:
        pairs = [(r == t, b == t) for r, t, b in zip(rival, truth, baseline, strict=True)]
        n = sum(r != b for r, b in pairs)
        few = min(sum(r and not b for r, b in pairs), sum(b and not r for r, b in pairs))
        p.append(min(Fraction(1), Fraction(2 * sum(comb(n, i) for i in range(few + 1)), 2**n)))
    places = sorted(range(len(p)), key=lambda i: p[i])
    rank = {place: step for step, place in enumerate(places)}
    return [
        float(min(1, max((len(p) - rank[j]) * p[j] for j in p_before(places, i))))
        for i in range(len(p))
    ]


def p_before(places, i):
    return places[: places.index(i) + 1]
