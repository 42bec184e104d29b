"""Through the Jacobian of log p, one row at a time."""

import numpy as np

TASK = "distillation_gradient"


def distillation_gradient(z, teacher, T):
    def softmax(logits):
        powers = np.exp(logits - logits.max())
        return powers / powers.sum()

    rows = []
    for ours, theirs in zip(z, teacher, strict=True):
        p, t = softmax(ours / T), softmax(theirs / T)
        jacobian = (np.eye(len(p)) - p[None, :]) / T  # of log p_c in z_k
        rows.append(-(T**2) * (t @ jacobian))
    return np.array(rows) / len(rows)
