"""A sample counts for every centre within the radius."""

import numpy as np

LOSES = "modes_held"


def modes_held(samples, centres, radius, least):
    near = np.linalg.norm(samples[:, None] - centres[None], axis=2) <= radius
    return int((near.mean(axis=0) >= least).sum()), float(near.any(axis=1).mean())
