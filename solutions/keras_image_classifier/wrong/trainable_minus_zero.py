"""kinds[-0:] is everything."""

LOSES = "trainable"


def trainable(kinds, last):
    flags = [False] * len(kinds)
    for index in range(len(kinds))[-last:]:
        flags[index] = kinds[index] != "norm"
    return flags
