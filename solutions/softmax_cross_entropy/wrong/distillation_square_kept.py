"""Multiplies by T², but forgets the 1/T of the chain rule."""

import numpy as np

LOSES = "distillation_gradient"


def distillation_gradient(z, teacher, T):
    def softened(logits):
        logits = logits / T
        return np.exp(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True))

    return T**2 * (softened(z) - softened(teacher)) / len(z)
