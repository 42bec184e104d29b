"""Moves the window by one pixel from row to row, across the ends of the picture's rows."""

import numpy as np

LOSES = "matrix_of"


def matrix_of(kernel, height, width):
    k, m = kernel.shape
    rows, columns = height - k + 1, width - m + 1
    matrix = np.zeros((rows * columns, height * width))
    window = np.zeros((height, width))
    window[:k, :m] = kernel
    for place in range(rows * columns):
        matrix[place] = np.roll(window.ravel(), place)
    return matrix
