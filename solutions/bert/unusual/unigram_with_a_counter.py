"""A Counter, and logarithms of fractions."""

import math
from collections import Counter

TASK = "unigram_loss"


def unigram_loss(train, held_out, vocabulary):
    counts = Counter(train.tolist())
    total = len(train) + vocabulary / 2
    return math.fsum(math.log(total / (counts[t] + 0.5)) for t in held_out.tolist()) / len(held_out)
