"""The real part of a point on the half circle."""

import cmath

TASK = "warmup_cosine"


def warmup_cosine(step, steps, warmup):
    rising = (step + 1) / (warmup + 1)
    turn = cmath.exp(1j * cmath.pi * max(step - warmup, 0) / (steps - warmup))
    return min(rising, 1.0) * (1 + turn).real / 2
