"""By a logarithm, with room for rounding."""

import numpy as np

TASK = "evaluations_needed"


def evaluations_needed(d, n, share):
    return 2 * n * int(np.ceil(np.log(share) / np.log((d + 1) / (n + d + 1)) - 1e-9))
