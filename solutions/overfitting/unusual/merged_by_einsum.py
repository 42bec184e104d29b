"""One einsum."""

import numpy as np

TASK = "merged"


def merged(W, A, B, alpha):
    return W + np.einsum("or,ri->oi", B, A) * (alpha / B.shape[1])
