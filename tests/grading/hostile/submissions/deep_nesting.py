"""Gives back a list inside a list, a million deep, and one that holds itself.

earns: nothing
"""


def mean_square(x):
    deep = []
    for _ in range(10**6):
        deep = [deep]
    return deep


def centred(x):
    own = []
    own.append(own)
    return own
