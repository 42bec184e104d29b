"""Adds the exponentials as printed: they overflow."""

import numpy as np

LOSES = "log_total"


def log_total(chunks):
    with np.errstate(all="ignore"):
        return float(np.log(sum(np.exp(chunk).sum() for chunk in chunks)))
