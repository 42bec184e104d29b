"""Interpolates by a power of the ratio of two sizes, without logarithms."""

TASK = "labels_saved"


def labels_saved(sizes, line, accuracy, n):
    reached = [i for i, value in enumerate(line) if value >= accuracy]
    if not reached:
        return None
    right = reached[0]
    left = max(right - 1, 0)
    if left == right:
        return sizes[0] / n
    share = (accuracy - line[left]) / (line[right] - line[left])
    return sizes[left] * (sizes[right] / sizes[left]) ** share / n
