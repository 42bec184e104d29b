"""The person's errors count as gains."""

import numpy as np

LOSES = "ask"


def ask(p, q, model_error, person_error, time, capacity):
    p, q = np.asarray(p, dtype=float), np.asarray(q, dtype=float)
    gain = model_error * (1 - p) + person_error * (1 - q) - time
    order = np.argsort(-gain, kind="stable")[:capacity]
    return [int(i) for i in order if gain[i] > 0]
