"""The entropy of the training text; the held-out text is not looked at."""

import numpy as np

LOSES = "unigram_loss"


def unigram_loss(train, held_out, vocabulary):
    counts = np.bincount(train, minlength=vocabulary) + 0.5
    p = counts / counts.sum()
    return -(p * np.log(p)).sum()
