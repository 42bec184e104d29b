"""A sample exactly at the radius is not good."""

import numpy as np

LOSES = "modes_held"


def modes_held(samples, centres, radius, least):
    away = np.linalg.norm(samples[:, None] - centres[None], axis=2)
    good = away.min(axis=1) < radius
    counts = np.bincount(away.argmin(axis=1)[good], minlength=len(centres))
    return int((counts / len(samples) >= least).sum()), float(good.mean())
