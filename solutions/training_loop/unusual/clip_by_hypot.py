"""Adds lengths pairwise by the hypotenuse, in a loop; a tuple for the list."""

import math

TASK = "clip_together"


def clip_together(gradients, longest):
    norm = 0.0
    for each in gradients:
        for entry in [] if each is None else each.ravel():
            norm = math.hypot(norm, entry)
    if longest is None or norm + 1e-6 <= longest:
        return tuple(None if each is None else each.copy() for each in gradients), norm
    return tuple(
        None if each is None else longest * each / (norm + 1e-6) for each in gradients
    ), norm
