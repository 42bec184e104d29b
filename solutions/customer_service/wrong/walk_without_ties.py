"""Counts the first items only, whatever is level with the last."""

LOSES = "walk"


def walk(confidence, right, accuracy, counts, lower):
    ordered = sorted(confidence, reverse=True)
    promised = float("inf")
    for count in counts:
        threshold = ordered[count - 1]
        ranked = sorted(range(len(right)), key=lambda i: -confidence[i])
        answered = [right[i] for i in ranked[:count]]
        if lower(int(sum(answered)), len(answered)) < accuracy:
            break
        promised = threshold
    return promised
