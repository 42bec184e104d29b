"""Takes the next measured size and does not interpolate."""

LOSES = "labels_saved"


def labels_saved(sizes, line, accuracy, n):
    for size, value in zip(sizes, line, strict=True):
        if value >= accuracy:
            return size / n
    return None
