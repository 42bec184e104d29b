"""Gives the probability of "made"."""

import numpy as np

LOSES = "best_judge"


def best_judge(log_p, log_q):
    return np.exp(-np.logaddexp(0, log_p - log_q))
