"""Adds the three numbers: row 1 of epoch 0 is the twin of row 0 of epoch 1."""

import numpy as np

LOSES = "versions"


def versions(images, rows, seed, epoch):
    moved = []
    for row in rows:
        down, right = np.random.default_rng(seed + epoch + row).integers(-1, 2, 2)
        moved.append(np.roll(images[row], (down, right), axis=(0, 1)))
    return np.stack(moved)
