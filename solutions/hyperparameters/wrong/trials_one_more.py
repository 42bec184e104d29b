"""Rounds up, and adds one."""

import math

LOSES = "trials_needed"


def trials_needed(share, confidence):
    return math.floor(math.log(1 - confidence) / math.log(1 - share)) + 1
