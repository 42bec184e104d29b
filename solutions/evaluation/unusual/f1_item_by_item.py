"""Writes the table out as items and counts them again, one class after the other."""

TASK = "averaged_f1"


def averaged_f1(counts, average):
    items = [
        (truth, called)
        for truth, row in enumerate(counts.tolist())
        for called, count in enumerate(row)
        for _ in range(count)
    ]
    if average == "micro":
        return sum(truth == called for truth, called in items) / len(items)
    if average not in ("macro", "weighted"):
        raise ValueError(average)
    total = 0.0
    for c in range(len(counts)):
        tp = sum(truth == c and called == c for truth, called in items)
        wrong = sum((truth == c) != (called == c) for truth, called in items)
        f1 = tp / (tp + wrong / 2) if tp else 0
        size = sum(truth == c for truth, _ in items)
        total += f1 / len(counts) if average == "macro" else f1 * size / len(items)
    return total
