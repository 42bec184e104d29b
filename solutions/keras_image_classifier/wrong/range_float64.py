"""Gives float64."""

import numpy as np

LOSES = "to_model_range"


def to_model_range(images):
    if images.dtype != np.uint8:
        raise ValueError("images is not uint8")
    return images / 127.5 - 1
