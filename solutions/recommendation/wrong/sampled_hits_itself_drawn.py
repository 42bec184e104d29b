"""The held-out film may be drawn as its own rival."""

from math import comb

LOSES = "sampled_hits"


def sampled_hits(ranks, films, drawn, k):
    comb(films - 1, drawn)
    hits = 0
    for rank in ranks:
        for above in range(min(k, drawn + 1)):
            hits += (
                comb(rank - 1, above) * comb(films - rank + 1, drawn - above) / comb(films, drawn)
            )
    return hits / len(ranks)
