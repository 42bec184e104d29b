"""Gives every sample to its nearest centre, however far."""

import numpy as np

LOSES = "modes_held"


def modes_held(samples, centres, radius, least):
    away = np.linalg.norm(samples[:, None] - centres[None], axis=2)
    counts = np.bincount(away.argmin(axis=1), minlength=len(centres))
    return int((counts / len(samples) >= least).sum()), float((away.min(axis=1) <= radius).mean())
