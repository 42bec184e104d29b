"""By counting calibration questions that fit better."""

import math

TASK = "promised"


def promised(p, y, new, alpha):
    true = [row[label] for row, label in zip(p, y, strict=True)]
    rank = math.ceil(round((len(true) + 1) * (1 - alpha), 9))
    if rank > len(true):
        return [list(range(len(row))) for row in new]
    return [
        [k for k, share in enumerate(row) if sum(each > share + 1e-9 for each in true) < rank]
        for row in new
    ]
