"""Bisects for the first number of trials that is enough."""

import bisect

TASK = "trials_needed"


def trials_needed(share, confidence):
    return 1 + bisect.bisect_left(
        range(1, 1_000_000), True, key=lambda n: 1 - (1 - share) ** n >= confidence - 1e-13
    )
