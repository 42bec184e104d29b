"""Right, until the densities vanish."""

import numpy as np

LOSES = "best_judge"


def best_judge(log_p, log_q):
    with np.errstate(all="ignore"):
        p, q = np.exp(log_p), np.exp(log_q)
        return p / (p + q)
