"""Announces a frame and never sends it.

earns: mean_square
"""

import os
import struct
import time


def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


def centred(x):
    os.write(3, struct.pack(">4sIQ", b"FTW1", 1000, 2**20))
    time.sleep(1000)
