"""The hit of the full list."""

from math import comb

LOSES = "sampled_hits"


def sampled_hits(ranks, films, drawn, k):
    comb(films - 1, drawn)
    hits = 0
    for rank in ranks:
        for _above in range(min(k, drawn + 1)):
            hits += (rank <= k) / min(k, drawn + 1)
    return hits / len(ranks)
