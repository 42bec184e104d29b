"""Softens the student only."""

import numpy as np

LOSES = "distillation_gradient"


def distillation_gradient(z, teacher, T):
    def softmax(logits):
        return np.exp(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True))

    return T * (softmax(z / T) - softmax(teacher)) / len(z)
