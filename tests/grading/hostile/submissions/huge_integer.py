"""Gives back an integer of a million digits.

earns: nothing
"""


def mean_square(x):
    return 1 << 4_000_000


def centred(x):
    return [1 << 4_000_000] * len(x)
