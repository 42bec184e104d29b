"""The ratio p/q, cut at one: no probability."""

import numpy as np

LOSES = "best_judge"


def best_judge(log_p, log_q):
    return np.exp(np.minimum(log_p - log_q, 0))
