"""Logits, with the certain messages put back by hand."""

import numpy as np

TASK = "elsewhere"


def elsewhere(p, share, new_share):
    moved = []
    for each in p:
        if each in (0.0, 1.0):
            moved.append(float(each))
            continue
        z = np.log(each) - np.log1p(-each)
        z += np.log(new_share) - np.log1p(-new_share) - np.log(share) + np.log1p(-share)
        moved.append(float(1 / (1 + np.exp(-z))))
    return moved
