"""Every earlier layer is taken to halve."""

LOSES = "earlier"


def earlier(side, layers):
    pixels, step = 0, 1
    for kernel, stride in layers:
        places = -(-side // stride)
        zeros = max((places - 1) * stride + kernel - side, 0)
        pixels += step * (kernel // 2 - zeros // 2)
        side, step = places, step * 2 ** (stride > 1)
    return pixels, side
