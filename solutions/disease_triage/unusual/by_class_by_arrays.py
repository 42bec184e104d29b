"""With arrays, infinite scores appended."""

import numpy as np

TASK = "by_class"


def by_class(p, y, new, truth, alpha):
    p, y, new, truth = (np.asarray(each) for each in (p, y, new, truth))
    held = np.zeros(new.shape, dtype=bool)
    for k in range(new.shape[1]):
        scores = np.sort(np.append(1 - p[y == k, k], np.inf))
        place = int(np.ceil(np.round(len(scores) * (1 - alpha), 9))) - 1
        held[:, k] = 1 - new[:, k] <= scores[place] + 1e-9
    shares = [
        held[truth == k, k].mean() if np.any(truth == k) else None for k in range(new.shape[1])
    ]
    return shares, held.sum() / len(new)
