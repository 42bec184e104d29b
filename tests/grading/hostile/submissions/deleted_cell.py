"""One of the two functions was deleted.

earns: mean_square
"""


def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())
