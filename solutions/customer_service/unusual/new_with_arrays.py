"""NumPy finds the known ones, and an array of three comes back."""

import numpy as np

TASK = "what_is_new"


def what_is_new(train_templates, test_templates, right):
    known = np.isin(np.array(test_templates, dtype=str), np.array(train_templates, dtype=str))
    right = np.array(right, dtype=bool)
    with np.errstate(all="ignore"):
        shares = [np.divide(right[each].sum(), each.sum()) for each in (~known, known)]
    return np.array([1 - known.mean(), *shares])
