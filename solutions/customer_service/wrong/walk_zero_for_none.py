"""Nothing promised becomes a threshold of 0: everything is answered."""

LOSES = "walk"


def walk(confidence, right, accuracy, counts, lower):
    ordered = sorted(confidence, reverse=True)
    promised = 0.0
    for count in counts:
        threshold = ordered[count - 1]
        answered = [r for c, r in zip(confidence, right, strict=True) if c >= threshold]
        if lower(int(sum(answered)), len(answered)) < accuracy:
            break
        promised = threshold
    return promised
