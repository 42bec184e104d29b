"""Pays one evaluation for a pair."""

import numpy as np

LOSES = "evaluations_needed"


def evaluations_needed(d, n, share):
    return n * int(np.ceil(np.log(share) / np.log((d + 1) / (n + d + 1)) - 1e-9))
