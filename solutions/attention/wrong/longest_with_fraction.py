"""Returns the root itself: two and a half places."""

LOSES = "longest"


def longest(budget, H, F):
    a, b = 2 * H, 4 * H * H + 2 * H * F
    return ((b * b + 4 * a * budget) ** 0.5 - b) / (2 * a)
