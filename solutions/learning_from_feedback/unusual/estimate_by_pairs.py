"""Over all pairs of presses: the difference of rewards pushes the button; the rest cancels."""

import numpy as np

TASK = "estimate_gradient"


def estimate_gradient(z, actions, rewards):
    n, total = len(actions), np.zeros(len(z))
    for i in range(n):
        for j in range(n):
            if i != j:
                total[actions[i]] += rewards[i] - rewards[j]
    return total / (n * (n - 1))
