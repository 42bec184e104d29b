"""SciPy's expit at the shifted logit, one logarithm for both corrections."""

import math

TASK = "true_probability"


def true_probability(z, w, kept):
    from scipy.special import expit

    return expit(z + math.log(kept / w))
