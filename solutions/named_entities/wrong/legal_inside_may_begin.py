"""Nothing is forbidden at the first token."""

import numpy as np

LOSES = "best_legal"


def best_legal(scores, names):
    scores = np.asarray(scores)
    moves = np.array(
        [[-np.inf if b[0] == "I" and a[2:] != b[2:] else 0.0 for b in names] for a in names]
    )
    best, back = scores[0], []
    for own in scores[1:]:
        through = best[:, None] + moves
        back.append(through.argmax(axis=0))
        best = own + through.max(axis=0)
    path = [int(best.argmax())]
    for each in back[::-1]:
        path.append(int(each[path[-1]]))
    return [names[k] for k in path[::-1]]
