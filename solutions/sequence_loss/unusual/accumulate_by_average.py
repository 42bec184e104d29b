"""NumPy's weighted average, with zeros in place of NaN."""

import numpy as np

TASK = "accumulate"


def accumulate(means, gradients, counts):
    whole = np.nan_to_num(np.column_stack([means, gradients]))
    loss, *gradient = np.average(whole, axis=0, weights=counts)
    return loss, gradient
