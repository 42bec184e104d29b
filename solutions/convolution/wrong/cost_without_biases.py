"""Forgets the biases of the convolutions."""

LOSES = "cost"


def cost(side, channels, convolutions, classes):
    parameters = 0
    for filters, kernel, stride, padding in convolutions:
        parameters += kernel * kernel * channels * filters
        side = (side + 2 * padding - kernel) // stride + 1
        channels = filters
    return side, parameters + (side * side * channels + 1) * classes
