"""Raises AssertionError, StopIteration and GeneratorExit out of the functions.

earns: nothing
"""


def mean_square(x):
    raise AssertionError


def centred(x):
    raise GeneratorExit
