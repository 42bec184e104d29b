"""Labels special tokens and later pieces 0, so that they count."""

LOSES = "align_labels"


def align_labels(word_ids, labels):
    aligned, before = [], None
    for word in word_ids:
        aligned.append(0 if word is None or word == before else labels[word])
        before = word
    return aligned
