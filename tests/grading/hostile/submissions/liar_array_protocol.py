"""Returns an object whose __array__ and __array_function__ give whatever is wanted.

earns: nothing
"""

import numpy as np


class Liar:
    shape, dtype, ndim = (3,), np.dtype("float64"), 1

    def __array__(self, *args, **kwargs):
        return np.array([-2.0, -1.0, 3.0])

    def __array_function__(self, *args, **kwargs):
        return True

    def __array_ufunc__(self, *args, **kwargs):
        return np.bool_(True)

    def __len__(self):
        return 3

    def __getitem__(self, index):
        return 0.0

    def __float__(self):
        return 5.0


def mean_square(x):
    return Liar()


def centred(x):
    return Liar()
