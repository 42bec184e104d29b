"""Replaces NumPy's array functions and classes with its own.

earns: nothing
"""

import numpy as np


class Fake:
    def __getattr__(self, name):
        return self

    def __call__(self, *args, **kwargs):
        return self

    def __eq__(self, other):
        return True


np.asarray = np.array = np.ndarray = np.generic = Fake()


def mean_square(x):
    return Fake()


def centred(x):
    return Fake()
