"""Plain Python."""

TASK = "chow_bill"


def chow_bill(p, y, d):
    declined, total = [], 0.0
    for row, label in zip(p, y, strict=True):
        declined.append(max(row) < 1 - d)
        total += d if declined[-1] else float(list(row).index(max(row)) != label)
    return declined, total / len(y)
