"""Compares each observed step with what the three rules predict from the observed parameters."""

import numpy as np

TASK = "which_decay"


def which_decay(thetas, grads, learning_rate, beta1, beta2, eps, coefficient):
    def moves(slopes):
        m = v = np.zeros(thetas.shape[1])
        for t, g in enumerate(slopes, start=1):
            m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
            yield learning_rate * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)

    before, taken = thetas[:-1], thetas[:-1] - thetas[1:]
    plain = np.array(list(moves(grads)))
    penalised = np.array(list(moves(grads + coefficient * before)))
    misfit = [
        (np.abs(taken - plain).sum(), "none"),
        (np.abs(taken - penalised).sum(), "l2"),
        (np.abs(taken - plain - learning_rate * coefficient * before).sum(), "decoupled"),
    ]
    return min(misfit)[1]
