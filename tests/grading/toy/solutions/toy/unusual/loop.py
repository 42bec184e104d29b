"""A loop over plain floats."""

TASK = "mean_square"


def mean_square(x):
    total = 0.0
    if not len(x):
        raise ValueError("the array is empty")
    for value in x.tolist():
        total += value * value
    return total / len(x)
