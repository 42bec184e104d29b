"""Each column is the answer to one lit pixel."""

import numpy as np

TASK = "matrix_of"


def matrix_of(kernel, height, width):
    rows, columns = height - kernel.shape[0] + 1, width - kernel.shape[1] + 1
    matrix = []
    for pixel in range(height * width):
        u, v = divmod(pixel, width)
        answer = np.zeros((rows, columns))
        for (a, b), weight in np.ndenumerate(kernel):
            if 0 <= u - a < rows and 0 <= v - b < columns:
                answer[u - a, v - b] = weight
        matrix.append(answer.ravel())
    return np.array(matrix).T
