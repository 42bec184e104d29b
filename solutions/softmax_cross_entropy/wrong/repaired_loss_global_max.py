"""Still one maximum for the whole batch: small rows underflow."""

import numpy as np

LOSES = "repaired_loss"


def repaired_loss(z, y):
    with np.errstate(all="ignore"):
        shifted = z - z.max()
        total = np.log(np.exp(shifted).sum(axis=-1))
        return float(np.mean(total - (y * shifted).sum(axis=-1)))
