"""Remembers all words that were seen."""

TASK = "align_labels"


def align_labels(word_ids, labels):
    seen = {None}
    result = [-100] * len(word_ids)
    for place, word in enumerate(word_ids):
        if word not in seen:
            seen.add(word)
            result[place] = labels[word]
    return result
