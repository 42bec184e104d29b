"""Takes floats, which may be scaled already."""

import numpy as np

LOSES = "to_model_range"


def to_model_range(images):
    return (images / 127.5 - 1).astype(np.float32)
