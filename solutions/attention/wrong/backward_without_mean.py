"""The softmax as if each share depended on its own score only."""

import numpy as np

LOSES = "attend_backward"


def attend_backward(P, Q, K, V, dO):
    dS = P * (1 - P) * (dO @ V.T) / np.sqrt(Q.shape[1])
    return dS @ K, dS.T @ Q, P.T @ dO
