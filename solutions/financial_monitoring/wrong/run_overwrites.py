"""Several steps to zero: the last one wins."""

import numpy as np

LOSES = "mean_run"


def mean_run(steps, height):
    stay = np.zeros((height, height))
    for here in range(height):
        for step, chance in steps.items():
            there = max(0, here + step)
            if there < height:
                stay[here, there] = chance
    return float(np.linalg.solve(np.eye(height) - stay, np.ones(height))[0])
