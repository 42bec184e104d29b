"""Adds two successes and two failures and takes Wald's interval."""

import math

LOSES = "wilson"


def wilson(k, n, z):
    share, n = (k + 2) / (n + 4), n + 4
    reach = z * math.sqrt(share * (1 - share) / n)
    return max(0.0, share - reach), min(1.0, share + reach)
