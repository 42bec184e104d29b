"""One good sample is enough for a mode."""

import numpy as np

LOSES = "modes_held"


def modes_held(samples, centres, radius, least):
    away = np.linalg.norm(samples[:, None] - centres[None], axis=2)
    good = away.min(axis=1) <= radius
    return len(set(away.argmin(axis=1)[good].tolist())), float(good.mean())
