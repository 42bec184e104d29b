"""Puts the logarithms where the densities belong."""

import numpy as np

LOSES = "best_judge"


def best_judge(log_p, log_q):
    with np.errstate(all="ignore"):
        return log_p / (log_p + log_q)
