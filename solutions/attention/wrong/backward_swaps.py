"""Returns the gradients of key and query in the wrong order."""

import numpy as np

LOSES = "attend_backward"


def attend_backward(P, Q, K, V, dO):
    dP = dO @ V.T
    dS = P * (dP - (P * dP).sum(axis=1, keepdims=True)) / np.sqrt(Q.shape[1])
    return dS.T @ Q, dS @ K, P.T @ dO
