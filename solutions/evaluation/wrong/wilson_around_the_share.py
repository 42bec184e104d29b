"""Centres the interval on the measured share."""

import math

LOSES = "wilson"


def wilson(k, n, z):
    share = k / n
    middle = share * (1 + z * z / n)
    reach = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    shrink = 1 + z * z / n
    return max(0.0, (middle - reach) / shrink), min(1.0, (middle + reach) / shrink)
