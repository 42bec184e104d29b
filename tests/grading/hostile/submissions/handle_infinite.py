"""Gives back iterators without end instead of arrays.

earns: nothing
"""

import itertools


def mean_square(x):
    return itertools.repeat(5.0)


def centred(x):
    while True:
        yield 0.0
