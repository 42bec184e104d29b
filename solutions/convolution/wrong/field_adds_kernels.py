"""Adds whole kernels."""

LOSES = "field"


def field(layers):
    size, jump = 1, 1
    for kernel, stride in layers:
        size += kernel * jump
        jump *= stride
    return size, jump
