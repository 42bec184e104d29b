"""Squared distances, one centre after the other."""

import numpy as np

TASK = "modes_held"


def modes_held(samples, centres, radius, least):
    away = np.stack([((samples - centre) ** 2).sum(axis=1) for centre in centres])
    nearest, good = away.argmin(axis=0), away.min(axis=0) <= radius**2
    shares = [np.mean((nearest == k) & good) for k in range(len(centres))]
    return sum(bool(share >= least) for share in shares), np.mean(good)
