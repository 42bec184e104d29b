"""Charges each for the other's errors."""

import numpy as np

LOSES = "ask"


def ask(p, q, model_error, person_error, time, capacity):
    p, q = np.asarray(p, dtype=float), np.asarray(q, dtype=float)
    gain = person_error * (1 - p) - model_error * (1 - q) - time
    order = np.argsort(-gain, kind="stable")[:capacity]
    return [int(i) for i in order if gain[i] > 0]
