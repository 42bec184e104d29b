"""Folds NumPy's logaddexp over every logit."""

import numpy as np

TASK = "log_total"


def log_total(chunks):
    answer = -np.inf
    for chunk in chunks:
        for logit in chunk:
            answer = np.logaddexp(answer, logit)
    return float(answer)
