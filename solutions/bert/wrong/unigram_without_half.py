"""No half count: a token that is new has probability zero."""

import numpy as np

LOSES = "unigram_loss"


def unigram_loss(train, held_out, vocabulary):
    p = np.bincount(train, minlength=vocabulary) / len(train)
    return -np.log(p[held_out]).mean()
