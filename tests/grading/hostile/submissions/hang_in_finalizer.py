"""Hangs when its result is thrown away, in the encoding of its result, and in comparing it.

earns: mean_square
"""


class Slow(list):
    def __iter__(self):
        while True:
            pass

    def __del__(self):
        while True:
            pass


def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


def centred(x):
    return Slow([1.0])
