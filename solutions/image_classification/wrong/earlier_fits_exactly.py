"""Takes every side for a multiple of the stride."""

LOSES = "earlier"


def earlier(side, layers):
    pixels, step = 0, 1
    for kernel, stride in layers:
        pixels += step * (kernel // 2 - max(kernel - stride, 0) // 2)
        side, step = -(-side // stride), step * stride
    return pixels, side
