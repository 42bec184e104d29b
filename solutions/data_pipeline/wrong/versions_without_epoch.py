"""The same version in every epoch."""

import numpy as np

LOSES = "versions"


def versions(images, rows, seed, epoch):
    moved = []
    for row in rows:
        down, right = np.random.default_rng([seed, row]).integers(-1, 2, 2)
        moved.append(np.roll(images[row], (down, right), axis=(0, 1)))
    return np.stack(moved)
