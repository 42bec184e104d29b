"""Forgets the sign of the gradient."""

import numpy as np

LOSES = "adam_step"


def adam_step(g, t, framework):
    epsilon = 1e-8 if framework == "torch" else 1e-7 / np.sqrt(1 - 0.999**t)
    return float(abs(g) / (abs(g) + epsilon))
