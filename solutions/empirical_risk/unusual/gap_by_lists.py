"""Plain sums; gives a list."""

TASK = "gap_halves"


def gap_halves(chosen_train, reference_train, chosen_fresh, reference_fresh):
    n, m = len(chosen_train), len(chosen_fresh)
    flattered = sum(r - c for r, c in zip(reference_train, chosen_train, strict=True)) / n
    paid = sum(c - r for c, r in zip(chosen_fresh, reference_fresh, strict=True)) / m
    return [flattered, paid]
