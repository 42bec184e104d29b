"""Builds the Jacobian of each row; einsum for the rest."""

import numpy as np

TASK = "attend_backward"


def attend_backward(P, Q, K, V, dO):
    J = np.stack([np.diag(p) - np.outer(p, p) for p in P])
    dS = np.einsum("abc,ac->ab", J, dO @ V.T) * Q.shape[1] ** -0.5
    return (
        np.einsum("ab,bd->ad", dS, K),
        np.einsum("ab,ad->bd", dS, Q),
        np.einsum("ab,ae->be", P, dO),
    )
