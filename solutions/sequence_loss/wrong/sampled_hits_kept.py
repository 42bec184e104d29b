"""Keeps draws that are the target: it competes with itself."""

import numpy as np

LOSES = "sampled_loss"


def sampled_loss(own, target, logits, drawn, q):
    others = np.append(logits - np.log(len(drawn) * q), own)
    return np.logaddexp.reduce(others) - own
