"""Keras with PyTorch's epsilon."""

import numpy as np

LOSES = "adam_step"


def adam_step(g, t, framework):
    epsilon = 1e-8 if framework == "torch" else 1e-8 / np.sqrt(1 - 0.999**t)
    return float(g / (abs(g) + epsilon))
