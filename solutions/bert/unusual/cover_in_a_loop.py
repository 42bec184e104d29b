"""One token after the other."""

import numpy as np

TASK = "cover"


def cover(tokens, u, lot, other, rate, mask, special):
    inputs, targets = [], []
    for token, a, b, o in zip(tokens, u, lot, other, strict=True):
        ask = a < rate and token >= special
        targets.append(token if ask else -100)
        inputs.append((mask if b < 0.8 else o if b < 0.9 else token) if ask else token)
    return np.array(inputs, dtype=np.int64), np.array(targets, dtype=np.int64)
