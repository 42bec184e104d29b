"""Only exactly k - 1 films above."""

from math import comb

LOSES = "sampled_hits"


def sampled_hits(ranks, films, drawn, k):
    ways = comb(films - 1, drawn)
    hits = 0
    for rank in ranks:
        for above in [min(k, drawn) - 1]:
            hits += comb(rank - 1, above) * comb(films - rank, drawn - above) / ways
    return hits / len(ranks)
