"""Returns the first size that is enough."""

LOSES = "labels_needed"


def labels_needed(sizes, scores, wanted):
    for n, score in zip(sizes, scores, strict=False):
        if score >= wanted:
            return float(n)
    return float("inf")
