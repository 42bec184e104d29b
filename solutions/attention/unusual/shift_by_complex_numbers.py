"""A pair is a complex number, and a turn is a product."""

import numpy as np

TASK = "shift_matrix"


def shift_matrix(delta, n):
    turn = np.exp(1j * delta * np.logspace(0, -4 * (n - 1) / n, n))
    R = np.zeros((2 * n, 2 * n))
    for column in range(2 * n):
        unit = np.zeros(2 * n)
        unit[column] = 1
        turned = turn * (unit[:n] + 1j * unit[n:])
        R[:, column] = np.concatenate([turned.real, turned.imag])
    return R
