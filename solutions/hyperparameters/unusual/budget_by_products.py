"""The weights from the top down, without binomials."""

import numpy as np

TASK = "best_of_budget"


def best_of_budget(validation, test, budget):
    made, total, nobody_better = len(test), 0.0, 1.0
    for place, row in enumerate(np.argsort(validation)[::-1]):
        left = made - place
        if left < budget:
            break
        total += nobody_better * budget / left * float(test[row])
        nobody_better *= (left - budget) / left
    return total
