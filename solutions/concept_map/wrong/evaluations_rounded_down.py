"""Rounds the steps down."""

import numpy as np

LOSES = "evaluations_needed"


def evaluations_needed(d, n, share):
    return 2 * n * int(np.floor(np.log(share) / np.log((d + 1) / (n + d + 1)) + 1e-9))
