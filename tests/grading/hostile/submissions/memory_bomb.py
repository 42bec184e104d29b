"""Asks for eight gigabytes, then for whatever there is, in small pieces.

earns: mean_square
"""


def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


def centred(x):
    try:
        block = bytearray(8 * 2**30)
    except MemoryError:
        block = []
        while True:
            block.append(bytearray(2**24))
    return block
