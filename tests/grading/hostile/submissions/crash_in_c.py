"""Crashes the interpreter by reading address 0.

earns: mean_square
"""

import ctypes


def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


def centred(x):
    return ctypes.string_at(0)
