"""`if word`: word 0 is taken for no word."""

LOSES = "align_labels"


def align_labels(word_ids, labels):
    aligned, before = [], None
    for word in word_ids:
        aligned.append(labels[word] if word and word != before else -100)
        before = word
    return aligned
