"""Draws the line straight in n instead of in log n."""

LOSES = "labels_saved"


def labels_saved(sizes, line, accuracy, n):
    for i, value in enumerate(line):
        if value < accuracy:
            continue
        if i == 0:
            return sizes[0] / n
        share = (accuracy - line[i - 1]) / (value - line[i - 1])
        return (sizes[i - 1] + share * (sizes[i] - sizes[i - 1])) / n
    return None
