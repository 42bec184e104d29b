"""Groups of equal word numbers; each begins with its label."""

from itertools import groupby

TASK = "align_labels"


def align_labels(word_ids, labels):
    aligned = []
    for word, group in groupby(word_ids):
        size = len(list(group))
        head = [-100] if word is None else [labels[word]]
        aligned += head + [-100] * (size - 1)
    return aligned
