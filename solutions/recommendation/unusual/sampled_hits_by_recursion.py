"""The number of films above, draw by draw."""

TASK = "sampled_hits"


def sampled_hits(ranks, films, drawn, k):
    shares = []
    for rank in ranks:
        chance = {0: 1.0}
        for before in range(drawn):
            after = {}
            for above, p in chance.items():
                up = (rank - 1 - above) / (films - 1 - before)
                after[above + 1] = after.get(above + 1, 0.0) + p * up
                after[above] = after.get(above, 0.0) + p * (1 - up)
            chance = after
        shares.append(sum(p for above, p in chance.items() if above < k))
    return sum(shares) / len(shares)
