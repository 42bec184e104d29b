"""Forgets the classes."""

import numpy as np

LOSES = "refutes"


def refutes(examples, labels, shares):
    total = shares @ examples
    return bool(
        shares.min() >= -1e-9 and abs(shares.sum() - 1) <= 1e-9 and np.abs(total).max() <= 1e-9
    )
