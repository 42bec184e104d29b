"""Cuts off where nothing is to be added."""

LOSES = "same_padding"


def same_padding(size, window, stride):
    total = (-(-size // stride) - 1) * stride + window - size
    return total // 2, total - total // 2
