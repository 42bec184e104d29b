"""The best place of an article's questions is its vote."""

LOSES = "one_vote"


def one_vote(scores, own, articles, k):
    best = {}
    for row, column, name in zip(scores, own, articles, strict=True):
        rank = sum(score >= row[column] for score in row)
        best[name] = min(rank, best.get(name, rank))
    ranks = list(best.values())
    return sum(r <= k for r in ranks) / len(ranks), sum(1 / r for r in ranks) / len(ranks)
