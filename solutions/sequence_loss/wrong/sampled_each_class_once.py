"""Takes a class that was drawn twice only once."""

import numpy as np

LOSES = "sampled_loss"


def sampled_loss(own, target, logits, drawn, q):
    _, first = np.unique(drawn, return_index=True)
    corrected = (logits - np.log(len(drawn) * q))[first]
    others = np.append(corrected[drawn[first] != target], own)
    return np.logaddexp.reduce(others) - own
