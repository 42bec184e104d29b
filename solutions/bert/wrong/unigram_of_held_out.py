"""Counts the held-out text itself: the baseline has seen the answers."""

import numpy as np

LOSES = "unigram_loss"


def unigram_loss(train, held_out, vocabulary):
    counts = np.bincount(held_out, minlength=vocabulary) + 0.5
    p = counts / counts.sum()
    return -np.log(p[held_out]).mean()
