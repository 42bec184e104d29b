"""Adds the correction where it must be subtracted."""

import numpy as np

LOSES = "sampled_loss"


def sampled_loss(own, target, logits, drawn, q):
    others = np.append((logits + np.log(len(drawn) * q))[drawn != target], own)
    return np.logaddexp.reduce(others) - own
