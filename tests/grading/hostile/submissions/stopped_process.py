"""Stops itself (SIGSTOP), so that it neither answers nor ends.

earns: mean_square
"""

import os
import signal


def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


def centred(x):
    os.kill(os.getpid(), signal.SIGSTOP)
    return x
