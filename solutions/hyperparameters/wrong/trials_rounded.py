"""Rounds to the nearest number of trials."""

import math

LOSES = "trials_needed"


def trials_needed(share, confidence):
    return max(round(math.log(1 - confidence) / math.log(1 - share)), 1)
