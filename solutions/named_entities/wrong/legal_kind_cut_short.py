"""The kind is only what stands between the first two hyphens: geo-loc and geo-org are one."""

import numpy as np

LOSES = "best_legal"


def best_legal(scores, names):
    kinds = [name.split("-")[1] if "-" in name else "" for name in names]
    moves = np.array(
        [
            [0.0 if b[0] != "I" or kinds[i] == kinds[j] else -np.inf for j, b in enumerate(names)]
            for i in range(len(names))
        ]
    )
    best = np.where([name[0] == "I" for name in names], -np.inf, scores[0])
    back = []
    for own in scores[1:]:
        through = best[:, None] + moves
        back.append(through.argmax(axis=0))
        best = own + through.max(axis=0)
    path = [int(best.argmax())]
    for each in reversed(back):
        path.append(int(each[path[-1]]))
    return [names[k] for k in reversed(path)]
