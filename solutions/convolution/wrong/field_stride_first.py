"""Multiplies by the stride before the kernel is added."""

LOSES = "field"


def field(layers):
    size, jump = 1, 1
    for kernel, stride in layers:
        jump *= stride
        size += (kernel - 1) * jump
    return size, jump
