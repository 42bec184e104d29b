"""In float64, rounded to float32 at the end."""

import numpy as np

TASK = "to_model_range"


def to_model_range(images):
    if images.dtype != "uint8":
        raise ValueError("give uint8")
    return ((images.astype(float) - 127.5) / 127.5).astype(np.float32)
