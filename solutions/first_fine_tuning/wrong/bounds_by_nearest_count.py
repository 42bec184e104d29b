"""Takes the nearest count only, so the two bounds are always equal and nothing is impossible."""

LOSES = "accuracy_bounds"


def accuracy_bounds(recalls, supports, digits=2):
    right = sum(round(recall * n) for recall, n in zip(recalls, supports, strict=True))
    return right / sum(supports), right / sum(supports)
