"""Counts and sums, one sentence after the other."""

TASK = "what_is_new"


def what_is_new(train_templates, test_templates, right):
    count, hits = [0, 0], [0, 0]
    for name, hit in zip(test_templates, right, strict=True):
        side = int(name in train_templates)
        count[side] += 1
        hits[side] += hit
    new, known = (h / n if n else float("nan") for h, n in zip(hits, count, strict=True))
    return count[0] / len(right), new, known
