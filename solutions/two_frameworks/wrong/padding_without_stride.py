"""Forgets the stride."""

LOSES = "same_padding"


def same_padding(size, window, stride):
    total = window - 1
    return total // 2, total - total // 2
