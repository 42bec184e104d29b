"""Compares labels, not words: two neighbours with one label become one."""

LOSES = "align_labels"


def align_labels(word_ids, labels):
    aligned, before = [], None
    for word in word_ids:
        label = None if word is None else labels[word]
        aligned.append(-100 if label is None or label == before else label)
        before = label
    return aligned
