"""Raises an exception whose class claims to be every built-in one, and whose text cannot be had.

earns: nothing
"""


class Liar(ValueError):
    def __str__(self):
        raise SystemExit(0)

    __repr__ = __str__


def mean_square(x):
    raise Liar("empty")


def centred(x):
    raise Liar
