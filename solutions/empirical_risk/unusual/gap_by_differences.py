"""Means of the differences, example by example."""

TASK = "gap_halves"


def gap_halves(chosen_train, reference_train, chosen_fresh, reference_fresh):
    train = [b - a for a, b in zip(chosen_train, reference_train, strict=True)]
    fresh = [a - b for a, b in zip(chosen_fresh, reference_fresh, strict=True)]
    return sum(train) / len(train), sum(fresh) / len(fresh)
