"""Lets every convolution read the picture's channels."""

LOSES = "cost"


def cost(side, channels, convolutions, classes):
    parameters = 0
    for filters, kernel, stride, padding in convolutions:
        parameters += (kernel * kernel * channels + 1) * filters
        side = (side + 2 * padding - kernel) // stride + 1
    return side, parameters + (side * side * filters + 1) * classes
