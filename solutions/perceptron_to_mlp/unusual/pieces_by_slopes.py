"""Measures the slope between neighbouring bends."""

import itertools

import numpy as np

TASK = "count_pieces"


def count_pieces(w, b, v, low, high):
    bends = {-offset / slope for slope, offset in zip(w, b, strict=True) if slope != 0}
    ends = np.array(sorted({low, high} | {place for place in bends if low < place < high}))
    middles = (ends[1:] + ends[:-1]) / 2
    slopes = [float((v * w)[w * x + b > 0].sum()) for x in middles]
    return 1 + sum(first != second for first, second in itertools.pairwise(slopes))
