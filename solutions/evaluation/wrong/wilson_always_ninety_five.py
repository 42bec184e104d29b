"""Ignores z."""

import math

LOSES = "wilson"


def wilson(k, n, z):
    z = 1.96
    share = k / n
    middle = share + z * z / (2 * n)
    reach = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    shrink = 1 + z * z / n
    return max(0.0, (middle - reach) / shrink), min(1.0, (middle + reach) / shrink)
