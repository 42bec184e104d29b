"""From where the last window begins."""

TASK = "same_padding"


def same_padding(size, window, stride):
    last = size - 1 - (size - 1) % stride
    half, odd = divmod(max(last + window - size, 0), 2)
    return half, half + odd
