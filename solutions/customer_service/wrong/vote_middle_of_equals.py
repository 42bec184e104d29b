"""Equal scores share the mean of their places."""

import numpy as np

LOSES = "one_vote"


def one_vote(scores, own, articles, k):
    scores, articles = np.asarray(scores, float), np.asarray(articles)
    mine = scores[np.arange(len(own)), own][:, None]
    rank = (scores > mine).sum(1) + ((scores == mine).sum(1) + 1) / 2
    each = [rank[articles == name] for name in np.unique(articles)]
    recall = np.mean([np.mean(ranks <= k) for ranks in each])
    return float(recall), float(np.mean([np.mean(1 / ranks) for ranks in each]))
