"""Returns the accuracy of the last batch."""

LOSES = "test_accuracy"


def test_accuracy(batches):
    if not batches:
        raise ValueError("batches is empty")
    for z, y in batches:
        score = float((z.argmax(axis=1) == y).mean())
    return score
