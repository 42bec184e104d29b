"""Honest, and closes the standard streams.

earns: everything
"""

import os
import sys

sys.stdout = sys.stderr = None
for stream in (0, 1, 2):
    os.close(stream)


def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


def centred(x):
    return x - x.mean()
