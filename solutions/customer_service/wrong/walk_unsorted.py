"""Takes the items in the order given."""

LOSES = "walk"


def walk(confidence, right, accuracy, counts, lower):
    ordered = list(confidence)
    promised = float("inf")
    for count in counts:
        threshold = ordered[count - 1]
        answered = [r for c, r in zip(confidence, right, strict=True) if c >= threshold]
        if lower(int(sum(answered)), len(answered)) < accuracy:
            break
        promised = threshold
    return promised
