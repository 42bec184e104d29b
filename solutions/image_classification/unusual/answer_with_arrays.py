"""An array of names is indexed, so the strings are NumPy's; the share by those that are less."""

import numpy as np

TASK = "answer"


def answer(logits, strangeness, known, names, alpha, top):
    order = np.lexsort([np.arange(len(logits)), -np.asarray(logits, float)])
    kinds = np.array([kind for kind, _ in known], dtype=str)
    own = np.array([value for _, value in known], dtype=float)[kinds == names[order[0]]]
    rho = 1 - np.count_nonzero(own < strangeness) / (len(own) + 1)
    if rho < alpha + 1e-12:
        return None
    return np.array(names)[order[:top]]
