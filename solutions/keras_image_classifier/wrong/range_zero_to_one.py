"""Divides by 255, as a widespread listing does."""

import numpy as np

LOSES = "to_model_range"


def to_model_range(images):
    if images.dtype != np.uint8:
        raise ValueError("images is not uint8")
    return images.astype(np.float32) / 255
