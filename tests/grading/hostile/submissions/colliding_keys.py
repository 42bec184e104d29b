"""Gives back dictionaries and sets whose keys all have one hash.

earns: nothing
"""


def mean_square(x):
    return {k * (2**61 - 1): 0 for k in range(1500)}


def centred(x):
    return {k * (2**61 - 1) for k in range(1500)}
