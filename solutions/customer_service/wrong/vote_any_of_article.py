"""An article counts as found when one of its questions was."""

import numpy as np

LOSES = "one_vote"


def one_vote(scores, own, articles, k):
    scores = np.asarray(scores)
    mine = np.take_along_axis(scores, np.asarray(own)[:, None], 1)
    rank = (scores >= mine).sum(axis=1)
    articles = np.asarray(articles)
    each = [rank[articles == name] for name in np.unique(articles)]
    recall = np.mean([np.max(ranks <= k) for ranks in each])
    return float(recall), float(np.mean([np.mean(1 / ranks) for ranks in each]))
