"""The fundamental matrix."""

import numpy as np

TASK = "mean_run"


def mean_run(steps, height):
    q = np.array(
        [
            [sum(p for d, p in steps.items() if max(0, s + d) == t) for t in range(height)]
            for s in range(height)
        ]
    )
    return np.linalg.inv(np.eye(height) - q).sum(axis=1)[0]
