"""Believes that each I stands right behind its B in the list of names, O first."""

import numpy as np

LOSES = "best_legal"


def best_legal(scores, names):
    count = len(names)
    moves = np.zeros((count, count))
    for k in range(2, count, 2):
        moves[:, k] = -np.inf
        moves[k - 1 : k + 1, k] = 0.0
    best = np.array(scores[0], float)
    best[2::2] = -np.inf
    back = []
    for own in scores[1:]:
        through = best[:, None] + moves
        back.append(through.argmax(axis=0))
        best = own + through.max(axis=0)
    path = [int(best.argmax())]
    for each in reversed(back):
        path.append(int(each[path[-1]]))
    return [names[k] for k in reversed(path)]
