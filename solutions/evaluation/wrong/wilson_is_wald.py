"""Puts the measured share where the true one belongs."""

import math

LOSES = "wilson"


def wilson(k, n, z):
    share = k / n
    reach = z * math.sqrt(share * (1 - share) / n)
    return max(0.0, share - reach), min(1.0, share + reach)
