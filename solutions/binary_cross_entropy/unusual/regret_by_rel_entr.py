"""SciPy's relative entropy where p is an ordinary number, the linear end elsewhere."""

import numpy as np

TASK = "regret"


def regret(z, q):
    from scipy.special import expit, rel_entr, xlog1py, xlogy

    near = np.clip(z, -30, 30)
    inside = rel_entr(q, expit(near)) + rel_entr(1 - q, expit(-near))
    floor = -xlogy(q, q) - xlog1py(1 - q, -q)
    outside = q * np.logaddexp(0, -z) + (1 - q) * np.logaddexp(0, z) - floor
    return np.where(np.abs(z) <= 30, inside, outside)
