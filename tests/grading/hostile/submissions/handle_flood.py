"""Gives back containers full of objects, so that the judge must remember them all.

earns: nothing
"""


def mean_square(x):
    return [object() for _ in range(10**6)]


def centred(x):
    return {index: object() for index in range(9000)}
