"""Units that are on while at most j bits are, with other scales."""

import numpy as np

TASK = "parity_weights"


def parity_weights(n):
    units = np.arange(n)  # on while the sum is at most j: n − m units, from m on
    v = np.where((n - 1 - units) % 2 == 0, 3.0, -3.0)
    return (
        np.full((n, n), -2.0),
        2.0 * units + 1,
        v if n % 2 == 0 else -v,
        -1.0 if n % 2 == 0 else 1.0,
    )
