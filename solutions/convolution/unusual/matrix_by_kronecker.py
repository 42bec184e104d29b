"""A sum of Kronecker products of shifted identities."""

import numpy as np

TASK = "matrix_of"


def matrix_of(kernel, height, width):
    rows, columns = height - kernel.shape[0] + 1, width - kernel.shape[1] + 1
    return sum(
        weight * np.kron(np.eye(rows, height, a), np.eye(columns, width, b))
        for (a, b), weight in np.ndenumerate(kernel)
    )
