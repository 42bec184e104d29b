"""Lets shares be negative."""

import numpy as np

LOSES = "refutes"


def refutes(examples, labels, shares):
    total = (shares * labels) @ examples
    return bool(abs(shares.sum() - 1) <= 1e-9 and np.abs(total).max() <= 1e-9)
