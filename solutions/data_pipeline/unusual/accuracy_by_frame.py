"""pandas' string methods and membership test."""

import pandas as pd

TASK = "honest_accuracy"


def honest_accuracy(truth, predicted, test_texts, train_texts):
    def normal(texts):
        texts = pd.Series(list(texts), dtype=object)
        return texts.map(lambda text: " ".join(text.casefold().split()))

    right = pd.Series(list(truth)) == pd.Series(list(predicted))
    return right[~normal(test_texts).isin(set(normal(train_texts)))].mean()
