"""The expected number of trials until a hit, 1/q."""

import math

LOSES = "trials_needed"


def trials_needed(share, confidence):
    return math.ceil(1 / share)
