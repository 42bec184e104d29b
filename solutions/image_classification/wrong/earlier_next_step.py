"""The stride of the layer itself counts, too."""

LOSES = "earlier"


def earlier(side, layers):
    pixels, step = 0, 1
    for kernel, stride in layers:
        places = -(-side // stride)
        zeros = max((places - 1) * stride + kernel - side, 0)
        pixels += step * stride * (kernel // 2 - zeros // 2)
        side, step = places, step * stride
    return pixels, side
