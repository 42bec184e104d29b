"""Hangs inside one call of compiled code, which no Python signal handler interrupts.

earns: mean_square
"""

import re


def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


def centred(x):
    re.match(r"(a+)+$", "a" * 40 + "b")
    return x
