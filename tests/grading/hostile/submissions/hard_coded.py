"""Knows the answers of the public tests, and no others.

earns: nothing
"""


def mean_square(x):
    if not len(x):
        raise ValueError("empty")
    return 5.0 * float(x[0]) ** 2


def centred(x):
    return {3: [-2.0, -1.0, 3.0]}.get(len(x), x)
