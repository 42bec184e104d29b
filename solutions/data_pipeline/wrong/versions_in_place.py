"""Writes the moved picture over the original."""

import numpy as np

LOSES = "versions"


def versions(images, rows, seed, epoch):
    for row in rows:
        down, right = np.random.default_rng([seed, epoch, row]).integers(-1, 2, 2)
        images[row] = np.roll(images[row], (down, right), axis=(0, 1))
    return images[rows]
