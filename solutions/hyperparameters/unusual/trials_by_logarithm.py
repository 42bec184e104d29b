"""From the logarithm, mended by a step down and up."""

import math

TASK = "trials_needed"


def trials_needed(share, confidence):
    count = max(math.ceil(math.log1p(-confidence) / math.log1p(-share) - 1e-9), 1)
    return int(count)
