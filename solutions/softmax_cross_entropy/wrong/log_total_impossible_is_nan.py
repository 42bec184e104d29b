"""Subtracts −inf from −inf where nothing is possible yet."""

import numpy as np

LOSES = "log_total"


def log_total(chunks):
    largest, total = -np.inf, 0.0
    with np.errstate(all="ignore"):
        for chunk in chunks:
            if len(chunk):
                pivot = max(largest, chunk.max())
                total = total * np.exp(largest - pivot) + np.exp(chunk - pivot).sum()
                largest = pivot
        return float(largest + np.log(total))
