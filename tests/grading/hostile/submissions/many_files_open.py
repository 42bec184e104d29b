"""Opens files without end and keeps them.

earns: mean_square
"""

import os


def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


def centred(x):
    kept = []
    while True:
        kept.append(os.fdopen(os.open("/dev/null", os.O_RDONLY)))
