"""Forgets the divisor on the way back."""

LOSES = "attend_backward"


def attend_backward(P, Q, K, V, dO):
    dP = dO @ V.T
    dS = P * (dP - (P * dP).sum(axis=1, keepdims=True))
    return dS @ K, dS.T @ Q, P.T @ dO
