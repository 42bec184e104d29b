"""The last piece gets the label."""

LOSES = "align_labels"


def align_labels(word_ids, labels):
    following = [*word_ids[1:], None]
    return [
        -100 if word is None or word == after else labels[word]
        for word, after in zip(word_ids, following, strict=True)
    ]
