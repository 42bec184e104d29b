"""Every picture of an epoch makes the same move."""

import numpy as np

LOSES = "versions"


def versions(images, rows, seed, epoch):
    moved = []
    for row in rows:
        down, right = np.random.default_rng([seed, epoch]).integers(-1, 2, 2)
        moved.append(np.roll(images[row], (down, right), axis=(0, 1)))
    return np.stack(moved)
