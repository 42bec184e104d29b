"""The difference of all zeros, not of those in front."""

LOSES = "earlier"


def earlier(side, layers):
    pixels, step = 0, 1
    for kernel, stride in layers:
        places = -(-side // stride)
        pixels += step * (kernel - 1 - max((places - 1) * stride + kernel - side, 0))
        side, step = places, step * stride
    return pixels, side
