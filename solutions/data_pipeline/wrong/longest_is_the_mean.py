"""The mean length, as if nothing were padded."""

import numpy as np

LOSES = "expected_longest"


def expected_longest(lengths, batch_size):
    return float(np.mean(lengths))
