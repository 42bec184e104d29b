"""The slopes have the wrong sign."""

import numpy as np

LOSES = "pair_slopes"


def pair_slopes(x, films, pairs):
    x, films, pairs = np.array(x), np.array(films), np.array(pairs)
    scores = films @ x
    d = scores[pairs[:, 0]] - scores[pairs[:, 1]]
    pull = np.exp(-np.logaddexp(0, d)) / len(pairs)
    slopes = np.zeros(films.shape)
    np.add.at(slopes, pairs[:, 0], pull[:, None] * x)
    np.add.at(slopes, pairs[:, 1], -pull[:, None] * x)
    return float(np.logaddexp(0, -d).mean()), slopes
