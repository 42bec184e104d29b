"""The map is made as large as the mask."""

import numpy as np

TASK = "looked"


def looked(maps, gradients, mask):
    seen = sum(g.mean() * m for g, m in zip(gradients, maps, strict=True)).clip(min=0)
    tall, wide = mask.shape[0] // seen.shape[0], mask.shape[1] // seen.shape[1]
    large = np.kron(seen, np.ones((tall, wide)))
    return large[mask == 1].sum() / large.sum() if large.any() else 0
