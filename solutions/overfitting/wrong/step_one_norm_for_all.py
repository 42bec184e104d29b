"""One norm for the whole batch."""

import numpy as np

LOSES = "worst_step"


def worst_step(gradient, radius, norm):
    if norm == "inf":
        return radius * np.sign(gradient)
    length = np.linalg.norm(gradient)
    return radius * gradient / (length if length > 0 else 1.0)
