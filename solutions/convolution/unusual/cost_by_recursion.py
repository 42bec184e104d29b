"""Takes the first convolution off and asks again."""

TASK = "cost"


def cost(side, channels, convolutions, classes):
    if not convolutions:
        return side, classes + classes * channels * side**2
    (filters, kernel, stride, padding), *rest = convolutions
    after = 1 + (side + 2 * padding - kernel) // stride
    last, parameters = cost(after, filters, rest, classes)
    return last, parameters + filters + filters * channels * kernel**2
