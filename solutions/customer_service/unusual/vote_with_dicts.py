"""Plain Python, a list of ranks for each article."""

TASK = "one_vote"


def one_vote(scores, own, articles, k):
    ranks = {}
    for row, column, name in zip(scores, own, articles, strict=True):
        others = [s for j, s in enumerate(row) if j != column]
        ranks.setdefault(name, []).append(1 + sum(s >= row[column] for s in others))
    recall = mrr = 0.0
    for each in ranks.values():
        recall += sum(rank <= k for rank in each) / len(each) / len(ranks)
        mrr += sum(1 / rank for rank in each) / len(each) / len(ranks)
    return recall, mrr
