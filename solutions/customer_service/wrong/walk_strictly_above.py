"""Leaves the item at the threshold out."""

LOSES = "walk"


def walk(confidence, right, accuracy, counts, lower):
    ordered = sorted(confidence, reverse=True)
    promised = float("inf")
    for count in counts:
        threshold = ordered[count - 1]
        answered = [r for c, r in zip(confidence, right, strict=True) if c > threshold] or [0]
        if lower(int(sum(answered)), len(answered)) < accuracy:
            break
        promised = threshold
    return promised
