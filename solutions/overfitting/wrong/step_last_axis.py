"""Norms along the last axis: a step of length ε for every token."""

import numpy as np

LOSES = "worst_step"


def worst_step(gradient, radius, norm):
    if norm == "inf":
        return radius * np.sign(gradient)
    length = np.linalg.norm(gradient, axis=-1, keepdims=True)
    return radius * gradient / np.where(length > 0, length, 1.0)
