"""Has the two averages in the wrong order."""

import numpy as np

LOSES = "two_averages"


def two_averages(losses, mask):
    if not mask.any():
        return 0.0, 0.0
    rows = [row[m] for row, m in zip(losses, mask, strict=True) if m.any()]
    return np.mean([row.mean() for row in rows]), np.concatenate(rows).mean()
