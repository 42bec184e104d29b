"""Computes for ever.

earns: mean_square
"""


def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


def centred(x):
    while True:
        x = x + 1
