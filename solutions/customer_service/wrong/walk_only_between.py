"""Looks at the items since the last threshold only."""

LOSES = "walk"


def walk(confidence, right, accuracy, counts, lower):
    order = sorted(confidence, reverse=True)
    promised = float("inf")
    for count in counts:
        threshold = order[count - 1]
        kept = [r for c, r in zip(confidence, right, strict=True) if threshold <= c < promised]
        if kept and lower(sum(kept), len(kept)) < accuracy:
            break
        promised = threshold
    return promised
