"""Scores an empty test set as 0."""

LOSES = "test_accuracy"


def test_accuracy(batches):
    right = sum(int((z.argmax(axis=1) == y).sum()) for z, y in batches)
    return right / max(sum(len(y) for _, y in batches), 1)
