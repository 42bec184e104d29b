"""Counts only the draws that are left for m."""

import numpy as np

LOSES = "sampled_loss"


def sampled_loss(own, target, logits, drawn, q):
    left = drawn != target
    others = np.append((logits - np.log(max(left.sum(), 1) * q))[left], own)
    return np.logaddexp.reduce(others) - own
