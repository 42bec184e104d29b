"""A hit if the expected place is among the first k."""

from math import comb

LOSES = "sampled_hits"


def sampled_hits(ranks, films, drawn, k):
    comb(films - 1, drawn)
    hits = 0
    for rank in ranks:
        for _above in range(min(k, drawn + 1)):
            hits += ((rank - 1) * drawn / (films - 1) < k) / min(k, drawn + 1)
    return hits / len(ranks)
