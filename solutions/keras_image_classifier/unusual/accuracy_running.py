"""Right answers added one by one."""

TASK = "test_accuracy"


def test_accuracy(batches):
    right = seen = 0
    for logits, labels in batches:
        for row, label in zip(logits, labels, strict=True):
            right += int(list(row).index(max(row)) == label)
            seen += 1
    if not seen:
        raise ValueError("no batch")
    return right / seen
