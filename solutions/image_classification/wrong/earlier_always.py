"""Every stride of 2 shifts by one, odd sides too."""

LOSES = "earlier"


def earlier(side, layers):
    pixels, step = 0, 1
    for kernel, stride in layers:
        places = -(-side // stride)
        pixels += step * (stride > 1 and kernel > 1)
        side, step = places, step * stride
    return pixels, side
