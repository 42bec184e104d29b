"""Bits in place of nats."""

import numpy as np

LOSES = "unigram_loss"


def unigram_loss(train, held_out, vocabulary):
    counts = np.bincount(train, minlength=vocabulary) + 0.5
    return -np.log2(counts[held_out] / counts.sum()).mean()
