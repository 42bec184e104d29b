"""Goes through the layers from the last on."""

LOSES = "field"


def field(layers):
    size, jump = 1, 1
    for kernel, stride in reversed(layers):
        size += (kernel - 1) * jump
        jump *= stride
    return size, jump
