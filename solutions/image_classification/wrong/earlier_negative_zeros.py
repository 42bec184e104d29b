"""Zeros may be fewer than none."""

LOSES = "earlier"


def earlier(side, layers):
    pixels, step = 0, 1
    for kernel, stride in layers:
        places = -(-side // stride)
        zeros = (places - 1) * stride + kernel - side
        pixels += step * (kernel // 2 - zeros // 2)
        side, step = places, step * stride
    return pixels, side
