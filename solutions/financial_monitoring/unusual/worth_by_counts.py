"""From the four counts, squared only at the end."""

TASK = "worth"


def worth(z, y, rate):
    rules = []
    for at in sorted(set(z), reverse=True):
        flag = [value >= at for value in z]
        tp = sum(f * label for f, label in zip(flag, y, strict=True))
        fp, fn = sum(flag) - tp, sum(y) - tp
        tn = len(y) - tp - fp - fn
        below = (tp + fp) * (fn + tn) * (tp + fn) * (fp + tn)
        if below:
            rules.append(
                (round((tp * tn - fp * fn) / below**0.5, 10), -sum(flag), tp * tn - fp * fn, below)
            )
    if not rules or max(rules)[0] <= 0:
        return 0.0, 0
    _, size, above, below = max(rules)
    return rate * above**2 / below, -size
