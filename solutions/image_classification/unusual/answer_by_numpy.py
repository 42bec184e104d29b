"""With arrays, and tuples as answers of equal worth are avoided."""

import numpy as np

TASK = "answer"


def answer(logits, strangeness, known, names, alpha, top):
    order = np.argsort(-np.asarray(logits), kind="stable")
    own = np.array([value for kind, value in known if kind == names[int(order[0])]])
    rho = (1 + np.count_nonzero(own >= strangeness)) / (own.size + 1)
    return [names[int(k)] for k in order[:top]] if rho > alpha + 1e-9 else None
