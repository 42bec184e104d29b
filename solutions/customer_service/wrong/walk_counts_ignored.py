"""Stops at every item, whatever the counts say."""

LOSES = "walk"


def walk(confidence, right, accuracy, counts, lower):
    promised = float("inf")
    for threshold in sorted(set(confidence), reverse=True):
        kept = [r for c, r in zip(confidence, right, strict=True) if c >= threshold]
        if lower(sum(kept), len(kept)) < accuracy:
            return promised
        promised = threshold
    return promised
