"""Draws with replacement: F to the power B."""

import numpy as np

LOSES = "expected_longest"


def expected_longest(lengths, batch_size):
    ordered = np.sort(np.asarray(lengths, dtype=float))
    share = (np.arange(len(ordered) + 1) / len(ordered)) ** batch_size
    return float(np.diff(share) @ ordered)
