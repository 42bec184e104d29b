"""Gathers everything in a Python list and adds from the smallest up with fsum."""

import numpy as np

TASK = "log_total"


def log_total(chunks):
    import math

    logits = sorted(float(logit) for chunk in chunks for logit in chunk if logit > -np.inf)
    if not logits:
        return -math.inf
    return logits[-1] + math.log(math.fsum(math.exp(logit - logits[-1]) for logit in logits))
