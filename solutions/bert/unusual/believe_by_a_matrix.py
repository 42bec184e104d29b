"""The matrix of all that may happen, and one of its columns."""

import numpy as np

TASK = "believe"


def believe(q, w, keep, swap):
    channel = keep * np.eye(len(q)) + swap / len(q)
    column = (q[:, None] * channel)[:, w]
    return column / column.sum()
