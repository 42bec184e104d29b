"""The share among the good samples."""

import numpy as np

LOSES = "modes_held"


def modes_held(samples, centres, radius, least):
    away = np.linalg.norm(samples[:, None] - centres[None], axis=2)
    good = away.min(axis=1) <= radius
    counts = np.bincount(away.argmin(axis=1)[good], minlength=len(centres))
    return int((counts / max(good.sum(), 1) >= least).sum()), float(good.mean())
