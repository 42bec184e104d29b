"""Forgets to divide by 1 + z²/n."""

import math

LOSES = "wilson"


def wilson(k, n, z):
    share = k / n
    middle = share + z * z / (2 * n)
    reach = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    shrink = 1.0
    return max(0.0, (middle - reach) / shrink), min(1.0, (middle + reach) / shrink)
