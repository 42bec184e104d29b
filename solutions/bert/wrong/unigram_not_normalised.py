"""Divides by the number of tokens without the half counts."""

import numpy as np

LOSES = "unigram_loss"


def unigram_loss(train, held_out, vocabulary):
    counts = np.bincount(train, minlength=vocabulary) + 0.5
    return -np.log(counts[held_out] / len(train)).mean()
