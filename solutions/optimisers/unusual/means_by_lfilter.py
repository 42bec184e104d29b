"""SciPy's recursive filter, divided by what it makes of ones."""

import numpy as np

TASK = "corrected_means"


def corrected_means(grads, beta):
    from scipy.signal import lfilter

    grads = np.asarray(grads, dtype=float)
    if not len(grads):
        return grads
    filtered = lfilter([1 - beta], [1, -beta], grads, axis=0)
    ones = lfilter([1 - beta], [1, -beta], np.ones(len(grads)))
    return filtered / ones[:, None]
