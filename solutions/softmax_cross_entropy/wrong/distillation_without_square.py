"""Forgets the T² before the loss: (p − t) / T."""

import numpy as np

LOSES = "distillation_gradient"


def distillation_gradient(z, teacher, T):
    def softened(logits):
        logits = logits / T
        return np.exp(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True))

    return (softened(z) - softened(teacher)) / T / len(z)
