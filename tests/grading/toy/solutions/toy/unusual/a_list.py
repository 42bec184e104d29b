"""Returns a list of floats."""

TASK = "centred"


def centred(x):
    mean = sum(x) / len(x)
    return [float(value - mean) for value in x]
