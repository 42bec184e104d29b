"""Divides by how many times too long the gradient is."""

import math

TASK = "clipped"


def clipped(gradients, longest, how):
    def excess(arrays):
        entries = [float(x) for g in arrays for x in g.ravel()]
        return max(math.hypot(*entries) / longest, 1.0)

    if how == "each":
        return [g / excess([g]) for g in gradients]
    whole = excess(gradients)
    return [g / whole for g in gradients]
