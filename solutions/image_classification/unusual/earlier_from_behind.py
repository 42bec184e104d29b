"""The shift is gathered from the last layer to the first."""

TASK = "earlier"


def earlier(side, layers):
    sides = [side]
    for _, stride in layers:
        sides.append((sides[-1] + stride - 1) // stride)
    pixels = 0
    for (kernel, stride), n in zip(layers[::-1], sides[-2::-1], strict=True):
        rest = n % stride
        zeros = max(kernel - (rest if rest else stride), 0)
        pixels = stride * pixels + (kernel - 1) // 2 - zeros // 2
    return int(pixels), int(sides[-1])
