"""What is forbidden costs ten: dear, and sometimes worth it."""

import numpy as np

LOSES = "best_legal"


def best_legal(scores, names):
    def may(before, after):
        return after[0] != "I" or before[2:] == after[2:]

    moves = np.array([[0.0 if may(a, b) else -10.0 for b in names] for a in names])
    best = np.where([name[0] == "I" for name in names], -10.0, 0.0) + scores[0]
    back = []
    for own in scores[1:]:
        through = best[:, None] + moves
        back.append(through.argmax(axis=0))
        best = own + through.max(axis=0)
    path = [int(best.argmax())]
    for each in reversed(back):
        path.append(int(each[path[-1]]))
    return [names[k] for k in reversed(path)]
