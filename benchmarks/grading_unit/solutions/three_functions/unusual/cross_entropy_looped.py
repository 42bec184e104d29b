"""A loop over the rows."""

TASK = "cross_entropy"


def cross_entropy(z, labels):
    total = 0.0
    for row, label in zip(z, labels, strict=True):
        total = total + row.logsumexp(0) - row[label]
    return total / len(labels)
