"""No counter: asks of each prefix where its minimum is."""

import numpy as np

TASK = "stop_early"


def stop_early(losses, patience):
    values = np.asarray(losses, dtype=float)
    for looks in range(1, len(values) + 1):
        best = int(values[:looks].argmin())
        if looks - 1 - best >= patience:
            break
    return looks, best
