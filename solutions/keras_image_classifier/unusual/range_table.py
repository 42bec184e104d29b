"""Looks every pixel up in a table of 256 values."""

import numpy as np

TASK = "to_model_range"


def to_model_range(images):
    if images.dtype != np.uint8:
        raise ValueError("only uint8 pixels, please")
    return np.linspace(-1, 1, 256, dtype=np.float32)[images]
