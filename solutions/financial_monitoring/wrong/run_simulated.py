"""A hundred runs."""

import numpy as np

LOSES = "mean_run"


def mean_run(steps, height):
    rng, total = np.random.default_rng(0), 0
    for _ in range(100):
        s = 0
        while s < height and total < 100_000:
            s = max(0, s + int(rng.choice(list(steps), p=list(steps.values()))))
            total += 1
    return total / 100
