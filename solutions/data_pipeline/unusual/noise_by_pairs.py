"""The scatter from all pairs of rows, without their mean."""

import numpy as np

TASK = "noise_ratio"


def noise_ratio(gradients, batches):
    n, b = len(gradients), len(list(batches[0]))
    square = ((gradients[:, None] - gradients[None]) ** 2).sum() / (2 * n * (n - 1))
    middle = sum(gradients) / n
    seen = [np.linalg.norm(gradients[list(rows)].mean(0) - middle) ** 2 for rows in batches]
    return sum(seen) / len(seen) / (square * (n - b) / (n * b))
