"""Goes where the loss falls."""

import numpy as np

LOSES = "worst_step"


def worst_step(gradient, radius, norm):
    if norm == "inf":
        return -radius * np.sign(gradient)
    length = np.linalg.norm(gradient.reshape(len(gradient), -1), axis=1)
    length = np.where(length > 0, length, 1.0)
    return -radius * gradient / length.reshape(-1, *[1] * (gradient.ndim - 1))
