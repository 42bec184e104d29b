"""A quantile between two scores."""

import math

import numpy as np

LOSES = "promised"


def promised(p, y, new, alpha):
    scores = [1 - row[label] for row, label in zip(p, y, strict=True)]
    limit = float(np.quantile(scores, 1 - alpha)) if scores else math.inf
    return [[k for k, share in enumerate(row) if 1 - share <= limit + 1e-9] for row in new]
