"""Off by one: asks for more patients than needed."""

import numpy as np
from scipy import special

LOSES = "promise"


def promise(scores, sensitivity, confidence):
    ordered, best = np.sort(scores), None
    for k, score in enumerate(ordered, start=1):
        if special.bdtrc(k, len(ordered), 1 - sensitivity) >= confidence:
            best = float(score)
    return best
