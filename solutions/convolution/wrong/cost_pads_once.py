"""Counts the padding on one side only."""

LOSES = "cost"


def cost(side, channels, convolutions, classes):
    parameters = 0
    for filters, kernel, stride, padding in convolutions:
        parameters += (kernel * kernel * channels + 1) * filters
        side = (side + padding - kernel) // stride + 1
        channels = filters
    return side, parameters + (side * side * channels + 1) * classes
