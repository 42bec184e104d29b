"""Gives every place a bias."""

LOSES = "cost"


def cost(side, channels, convolutions, classes):
    parameters = 0
    for filters, kernel, stride, padding in convolutions:
        side = (side + 2 * padding - kernel) // stride + 1
        parameters += (kernel * kernel * channels + side * side) * filters
        channels = filters
    return side, parameters + (side * side * channels + 1) * classes
