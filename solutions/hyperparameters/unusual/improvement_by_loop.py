"""Candidate by candidate, with the complement of the error function for both tails."""

import math

import numpy as np

TASK = "improvement"


def improvement(mean, spread, best):
    values = []
    for m, s in zip(mean.tolist(), spread.tolist(), strict=True):
        if s == 0:
            values.append(max(m - best, 0.0))
            continue
        u = (m - best) / s
        values.append(
            s * (u * (1 + math.erf(u / 2**0.5)) / 2 + math.exp(-u * u / 2) / 2.5066282746310002)
        )
    return np.array(values)
