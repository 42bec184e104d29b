"""Counts in a plain loop."""

import math

TASK = "honest_accuracy"


def honest_accuracy(truth, predicted, test_texts, train_texts):
    seen = dict.fromkeys(" ".join(text.split()).casefold() for text in train_texts)
    hits = total = 0
    for label, guess, text in zip(truth, predicted, test_texts, strict=True):
        if " ".join(text.split()).casefold() in seen:
            continue
        total += 1
        hits += int(label) == int(guess)
    return hits / total if total else math.nan
