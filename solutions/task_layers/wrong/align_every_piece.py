"""Gives the label to every piece of the word."""

LOSES = "align_labels"


def align_labels(word_ids, labels):
    return [-100 if word is None else labels[word] for word in word_ids]
