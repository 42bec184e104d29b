"""Says 0 where nothing was measured."""

import numpy as np

LOSES = "honest_accuracy"


def honest_accuracy(truth, predicted, test_texts, train_texts):
    def normal(text):
        return " ".join(text.casefold().split())

    seen = {normal(text) for text in train_texts}
    new = np.array([normal(text) not in seen for text in test_texts], dtype=bool)
    right = np.asarray(truth) == np.asarray(predicted)
    return float(right[new].mean()) if new.any() else 0.0
