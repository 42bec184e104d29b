"""Does not carry the answers back to the tokens' places."""

import numpy as np

LOSES = "nucleus"


def nucleus(logits, p):
    probability = np.exp(logits - logits.max())
    probability = np.sort(probability / probability.sum())[::-1]
    return np.cumsum(probability) - probability < p
