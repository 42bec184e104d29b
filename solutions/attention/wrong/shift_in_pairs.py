"""The layout of the chapter: blocks of two along the diagonal."""

import numpy as np

LOSES = "shift_matrix"


def shift_matrix(delta, n):
    R = np.zeros((2 * n, 2 * n))
    for j in range(n):
        a = delta * 10000.0 ** (-j / n)
        R[2 * j : 2 * j + 2, 2 * j : 2 * j + 2] = [[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]]
    return R
