"""The sigmoid in two forms, chosen by the sign of the logit."""

import numpy as np

TASK = "best_judge"


def best_judge(log_p, log_q):
    z = log_p - log_q
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + small), small / (1 + small))
