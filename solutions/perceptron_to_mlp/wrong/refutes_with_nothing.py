"""Accepts shares that are all zero."""

import numpy as np

LOSES = "refutes"


def refutes(examples, labels, shares):
    total = (shares * labels) @ examples
    return bool(shares.min() >= -1e-9 and np.abs(total).max() <= 1e-9)
