"""For the largest entry divides by it: only one entry goes all the way."""

import numpy as np

LOSES = "worst_step"


def worst_step(gradient, radius, norm):
    order = np.inf if norm == "inf" else 2
    length = np.linalg.norm(gradient.reshape(len(gradient), -1), ord=order, axis=1)
    length = np.where(length > 0, length, 1.0)
    return radius * gradient / length.reshape(-1, *[1] * (gradient.ndim - 1))
