"""The odd zero goes before."""

LOSES = "same_padding"


def same_padding(size, window, stride):
    total = max((-(-size // stride) - 1) * stride + window - size, 0)
    return total - total // 2, total // 2
