"""Drawn with replacement, as in the chapter."""

from math import comb

LOSES = "sampled_hits"


def sampled_hits(ranks, films, drawn, k):
    comb(films - 1, drawn)
    hits = 0
    for rank in ranks:
        for above in range(min(k, drawn + 1)):
            share = (rank - 1) / (films - 1)
            hits += comb(drawn, above) * share**above * (1 - share) ** (drawn - above)
    return hits / len(ranks)
