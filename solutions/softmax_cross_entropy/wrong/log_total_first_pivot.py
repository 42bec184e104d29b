"""Measures every chunk from the largest logit of the first one."""

import numpy as np

LOSES = "log_total"


def log_total(chunks):
    pivot = next((chunk.max() for chunk in chunks if len(chunk) and chunk.max() > -np.inf), -np.inf)
    if pivot == -np.inf:
        return -np.inf
    with np.errstate(all="ignore"):
        return float(pivot + np.log(sum(np.exp(chunk - pivot).sum() for chunk in chunks)))
