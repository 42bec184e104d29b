"""Hangs while its first cell runs; the second is right.

earns: everything
"""

# %% first
while True:
    pass


# %% second
def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


def centred(x):
    return x - x.mean()
