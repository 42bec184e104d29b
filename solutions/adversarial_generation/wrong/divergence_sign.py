"""The sign of V turned."""

import numpy as np

LOSES = "divergence"


def divergence(real_logits, made_logits):
    loss = np.logaddexp(0, -real_logits).mean() + np.logaddexp(0, made_logits).mean()
    return float((loss - np.log(4)) / 2)
