"""Pairs neighbouring entries."""

import numpy as np

LOSES = "turn"


def turn(x, places, base):
    half = x.shape[1] // 2
    angles = np.outer(places, base ** (-np.arange(half) / half))
    u, w = x[:, ::2], x[:, 1::2]
    turned = np.empty_like(x)
    turned[:, ::2] = u * np.cos(angles) - w * np.sin(angles)
    turned[:, 1::2] = u * np.sin(angles) + w * np.cos(angles)
    return turned
