"""Finds the last size that is too little."""

LOSES = "labels_needed"


def labels_needed(sizes, scores, wanted):
    below = [k for k, s in enumerate(scores) if s < wanted]
    if not below:
        return float(sizes[0])
    k = below[-1] + 1
    if k == len(sizes):
        return float("inf")
    part = (wanted - scores[k - 1]) / (scores[k] - scores[k - 1])
    return sizes[k - 1] * (sizes[k] / sizes[k - 1]) ** part
