"""Corrects by log Q alone, as if one class had been drawn."""

import numpy as np

LOSES = "sampled_loss"


def sampled_loss(own, target, logits, drawn, q):
    others = np.append((logits - np.log(q))[drawn != target], own)
    return np.logaddexp.reduce(others) - own
