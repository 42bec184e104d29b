"""Weighs an empty batch with 0, which its NaN survives."""

LOSES = "accumulate"


def accumulate(means, gradients, counts):
    share = counts / counts.sum()
    return float(share @ means), share @ gradients
