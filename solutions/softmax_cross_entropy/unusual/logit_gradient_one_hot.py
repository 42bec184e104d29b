"""Dense: a one-hot matrix, and weight 0 for the rows that do not count."""

import numpy as np

TASK = "logit_gradient"


def logit_gradient(z, labels, weight, ignore):
    with np.errstate(invalid="ignore"):
        y = (labels[:, None] == np.arange(z.shape[1])) & (labels != ignore)[:, None]
        row_weights = y @ weight
        log_p = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
        scale = row_weights / max(row_weights.sum(), np.finfo(float).tiny)
        return scale[:, None] * (np.exp(log_p) - y)
