"""One example after the other."""

import numpy as np

TASK = "worst_step"


def worst_step(gradient, radius, norm):
    steps = np.zeros_like(gradient)
    for i, g in enumerate(gradient):
        if norm == "inf":
            steps[i] = radius * ((g > 0).astype(float) - (g < 0))
        elif np.any(g):
            steps[i] = radius * g / np.sqrt(np.sum(g * g))
    return steps
