"""Counts the texts that the model knows as well."""

import numpy as np

LOSES = "honest_accuracy"


def honest_accuracy(truth, predicted, test_texts, train_texts):
    def normal(text):
        return " ".join(text.casefold().split())

    seen = {normal(text) for text in train_texts}
    new = np.array([normal(text) not in seen for text in test_texts], dtype=bool)
    right = np.asarray(truth) == np.asarray(predicted)
    return float(right.mean()) if new.any() else float("nan")
