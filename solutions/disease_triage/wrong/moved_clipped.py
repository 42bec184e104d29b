"""Large logits are cut off, so that nothing overflows."""

import numpy as np

LOSES = "moved"


def moved(z, before, after):
    p = np.exp(np.clip(np.asarray(z, float), -700, 700)) * np.asarray(after) / np.asarray(before)
    return (p / p.sum(axis=1, keepdims=True)).tolist()
