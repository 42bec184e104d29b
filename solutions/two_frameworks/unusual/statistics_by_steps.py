"""Moves by a share of the distance."""

import numpy as np

TASK = "running_statistics"


def running_statistics(batches, framework):
    torch = framework == "torch"
    state = np.array([0.0, 1.0])
    for batch in batches:
        n = len(batch)
        variance = batch.var() * (n / (n - 1) if torch else 1.0)
        state += (np.array([batch.mean(), variance]) - state) * (0.1 if torch else 0.01)
    return tuple(state.tolist())
