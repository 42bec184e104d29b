"""Leaves out batches that are not full."""

LOSES = "test_accuracy"


def test_accuracy(batches):
    if not batches:
        raise ValueError("batches is empty")
    full = [(z, y) for z, y in batches if len(y) == len(batches[0][1])]
    return sum(int((z.argmax(axis=1) == y).sum()) for z, y in full) / sum(len(y) for _, y in full)
