"""Leaves z²/4n² out of the root."""

import math

LOSES = "wilson"


def wilson(k, n, z):
    share = k / n
    middle = share + z * z / (2 * n)
    reach = z * math.sqrt(share * (1 - share) / n)
    shrink = 1 + z * z / n
    return max(0.0, (middle - reach) / shrink), min(1.0, (middle + reach) / shrink)
