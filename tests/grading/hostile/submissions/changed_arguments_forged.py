"""Claims that a call has changed its arguments into what the test compares with.

earns: nothing
"""

import numpy as np

import ftlib.grading.worker

original = ftlib.grading.worker._do


def do(*args):
    answer = original(*args)
    big = np.zeros(10**4)
    answer["changed"] = {0: big, 1: big, "x": big, "student": None, "__class__": None}
    return answer


ftlib.grading.worker._do = do


def mean_square(x):
    return 0.0


def centred(x):
    x[:] = 0.0
    return x
