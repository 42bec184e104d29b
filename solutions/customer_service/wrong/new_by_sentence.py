"""Counts different templates, not sentences."""

import numpy as np

LOSES = "what_is_new"


def what_is_new(train_templates, test_templates, right):
    known = set(train_templates)
    new = np.array([each not in known for each in test_templates])
    right = np.asarray(right)

    def mean(values):
        return float(values.mean()) if len(values) else float("nan")

    new_names = set(test_templates) - known
    return len(new_names) / len(set(test_templates)), mean(right[new]), mean(right[~new])
