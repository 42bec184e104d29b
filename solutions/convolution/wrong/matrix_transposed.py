"""Returns pixels by places."""

import numpy as np

LOSES = "matrix_of"


def matrix_of(kernel, height, width):
    k, m = kernel.shape
    rows, columns = height - k + 1, width - m + 1
    matrix = np.zeros((rows * columns, height * width))
    for i in range(rows):
        for j in range(columns):
            window = np.zeros((height, width))
            window[i : i + k, j : j + m] = kernel
            matrix[i * columns + j] = window.ravel()
    return matrix.T
