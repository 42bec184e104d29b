"""Adds the chances up: n q ≥ confidence."""

import math

LOSES = "trials_needed"


def trials_needed(share, confidence):
    return math.ceil(confidence / share)
