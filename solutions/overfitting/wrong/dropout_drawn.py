"""Draws a few masks, which is not the mean over all."""

import numpy as np

LOSES = "dropout_loss"


def dropout_loss(theta, x, y, p):
    masks = np.random.default_rng(0).random((100, *x.shape)) >= p
    return float(np.mean(((x * masks / (1 - p)) @ theta - y) ** 2))
