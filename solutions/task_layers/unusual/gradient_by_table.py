"""Looks the activation up, the sigmoid by tanh."""

import numpy as np

TASK = "canonical_gradient"


def _softmax(z):
    log_total = np.logaddexp.reduce(z, axis=-1, keepdims=True)
    return np.exp(z - log_total)


ACTIVATIONS = {
    "bernoulli": lambda z: 0.5 * (1 + np.tanh(z / 2)),
    "categorical": _softmax,
    "gaussian": lambda z: z,
    "poisson": np.exp,
}


def canonical_gradient(family, z, y):
    if family not in ACTIVATIONS:
        raise ValueError("unknown family")
    return ACTIVATIONS[family](z) - y
