"""The share of known ones."""

import numpy as np

LOSES = "what_is_new"


def what_is_new(train_templates, test_templates, right):
    known = set(train_templates)
    new = np.array([each in known for each in test_templates])
    right = np.asarray(right)

    def mean(values):
        return float(values.mean()) if len(values) else float("nan")

    return mean(new), mean(right[new]), mean(right[~new])
