"""Recurses without end, with the limit taken away.

earns: mean_square
"""

import sys


def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


def centred(x):
    sys.setrecursionlimit(2**31 - 1)

    def down(value):
        return [down(value)]

    return down(x)
