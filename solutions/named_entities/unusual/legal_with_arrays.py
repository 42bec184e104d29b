"""An array of names is indexed, so the strings are NumPy's."""

import numpy as np

TASK = "best_legal"


def best_legal(scores, names):
    names, scores = np.array(names), np.asarray(scores, np.longdouble)
    kinds = np.char.partition(names, "-")[:, 2]
    inside = np.char.startswith(names, "I")
    banned = inside[None, :] & (kinds[:, None] != kinds[None, :])
    best, back = np.where(inside, -np.inf, scores[0]), []
    for row in scores[1:]:
        through = np.where(banned, -np.inf, best[:, None])
        back.append(through.argmax(0))
        best = row + through.max(0)
    path = [best.argmax()]
    while back:
        path.insert(0, back.pop()[path[0]])
    return names[path]
