"""Only the keys that may be seen are ever looked at, one query after the other."""

import numpy as np

TASK = "attend"


def attend(Q, K, V, mask):
    answers = []
    for query, seen in zip(Q, mask, strict=True):
        scores = K[seen] @ query * len(query) ** -0.5
        if not len(scores):
            answers.append(np.zeros(V.shape[1]))
            continue
        logarithms = scores - scores.max() - np.log(np.exp(scores - scores.max()).sum())
        answers.append(np.exp(logarithms) @ V[seen])
    return np.array(answers)
