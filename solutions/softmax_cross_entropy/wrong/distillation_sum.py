"""Sums over the rows where the mean was asked for."""

import numpy as np

LOSES = "distillation_gradient"


def distillation_gradient(z, teacher, T):
    def softened(logits):
        logits = logits / T
        return np.exp(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True))

    return T * (softened(z) - softened(teacher))
