"""Ignores strides in the size."""

LOSES = "field"


def field(layers):
    size, jump = 1, 1
    for kernel, stride in layers:
        size += kernel - 1
        jump *= stride
    return size, jump
