"""All steps first, then the last one before the first failure."""

TASK = "walk"


def walk(confidence, right, accuracy, counts, lower):
    steps = []
    for count in counts:
        t = sorted(confidence)[-count]
        kept = [i for i, c in enumerate(confidence) if not c < t]
        steps.append((t, lower(sum(right[i] for i in kept), len(kept)) >= accuracy))
    passed = [ok for _, ok in steps]
    g = passed.index(False) if False in passed else len(passed)
    return steps[g - 1][0] if g else float("inf")
