"""Clips the probability, so a sure mistake costs no more than 16 nats."""

import numpy as np

LOSES = "regret"


def regret(z, q):
    p = np.clip(np.exp(-np.logaddexp(0, -z)), 1e-7, 1 - 1e-7)
    t = np.clip(q, 1e-300, 1.0)
    s = np.clip(1 - q, 1e-300, 1.0)
    return q * np.log(t / p) + (1 - q) * np.log(s / (1 - p))
