"""Goes through precision and recall, class by class."""

TASK = "averaged_f1"


def averaged_f1(counts, average):
    if average not in ("macro", "weighted", "micro"):
        raise ValueError("unknown average")
    total = counts.sum()
    if average == "micro":
        return sum(counts[c][c] for c in range(len(counts))) / total
    result = 0.0
    for c in range(len(counts)):
        called, size = counts[:, c].sum(), counts[c].sum()
        if counts[c][c] == 0:
            continue
        precision, recall = counts[c][c] / called, counts[c][c] / size
        share = 1 / len(counts) if average == "macro" else size / total
        result += share * 2 / (1 / precision + 1 / recall)
    return result
