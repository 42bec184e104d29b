"""Honest, and turns every warning into an error.

earns: everything
"""

import warnings

import numpy as np

warnings.simplefilter("error")
np.seterr(all="raise")


def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


def centred(x):
    return x - x.mean()
