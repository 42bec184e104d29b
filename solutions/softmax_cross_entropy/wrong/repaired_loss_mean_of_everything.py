"""The mean over rows and classes: too small by the factor C."""

import numpy as np

LOSES = "repaired_loss"


def repaired_loss(z, y):
    log_p = z - np.logaddexp.reduce(z, axis=-1, keepdims=True)
    return float(np.mean(-y * log_p))
