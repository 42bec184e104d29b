"""A product of complex numbers."""

import numpy as np

TASK = "turn"


def turn(x, places, base):
    u, w = np.split(x, 2, axis=1)
    frequency = np.exp(-np.log(base) * np.linspace(0, 1, u.shape[1], endpoint=False))
    z = (u + 1j * w) * np.exp(1j * np.asarray(places)[:, None] * frequency)
    return np.hstack([z.real, z.imag])
