"""Chooses between both batches with where."""

import numpy as np

TASK = "mirror"


def mirror(images, which):
    return np.where(which[:, None, None, None], np.flip(images, axis=2), images)
