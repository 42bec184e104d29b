"""The gradient of the reversed divergence KL(student ‖ teacher)."""

import numpy as np

LOSES = "distillation_gradient"


def distillation_gradient(z, teacher, T):
    def softened(logits):
        logits = logits / T
        return np.exp(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True))

    p, t = softened(z), softened(teacher)
    with np.errstate(all="ignore"):
        ratio = np.log(p / t)
        return T * p * (ratio - (p * ratio).sum(axis=1, keepdims=True)) / len(z)
