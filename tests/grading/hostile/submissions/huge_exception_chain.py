"""Raises through a chain of ten thousand causes, with groups in it.

earns: nothing
"""


def mean_square(x):
    error = ValueError("empty")
    for index in range(10_000):
        following = ValueError(f"empty {index}")
        following.__cause__ = error
        error = following
    raise error if len(x) else ExceptionGroup("empty", [error])


def centred(x):
    raise RecursionError("x" * 10_000)
