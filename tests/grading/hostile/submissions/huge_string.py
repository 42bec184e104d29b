"""Gives back a hundred megabytes of text, and raises as much.

earns: nothing
"""


def mean_square(x):
    return "a" * 10**8


def centred(x):
    raise ValueError("empty" + "b" * 10**8)
