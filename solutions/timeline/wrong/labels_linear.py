"""Straight in the number, not in its logarithm."""

LOSES = "labels_needed"


def labels_needed(sizes, scores, wanted):
    for k, score in enumerate(scores):
        if score >= wanted:
            if k == 0:
                return float(sizes[0])
            part = (wanted - scores[k - 1]) / (score - scores[k - 1])
            return sizes[k - 1] + (sizes[k] - sizes[k - 1]) * part
    return float("inf")
