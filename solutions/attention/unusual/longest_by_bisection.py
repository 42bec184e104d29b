"""Doubles until it is too long, and bisects."""

TASK = "longest"


def longest(budget, H, F):
    def cost(T):
        return (4 * H * H + 2 * H * F) * T + 2 * H * T * T

    low, high = 1, 2
    while cost(high) <= budget:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if cost(middle) <= budget else (low, middle)
    return low
