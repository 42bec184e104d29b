"""Ties in the order of the columns."""

import numpy as np

LOSES = "one_vote"


def one_vote(scores, own, articles, k):
    scores = np.asarray(scores)
    order = np.argsort(-scores, axis=1, kind="stable")
    rank = 1 + np.argmax(order == np.asarray(own)[:, None], axis=1)
    articles = np.asarray(articles)
    each = [rank[articles == name] for name in np.unique(articles)]
    recall = np.mean([np.mean(ranks <= k) for ranks in each])
    return float(recall), float(np.mean([np.mean(1 / ranks) for ranks in each]))
