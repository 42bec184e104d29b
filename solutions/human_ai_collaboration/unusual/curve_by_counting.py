"""Counts in a dictionary, without NumPy."""

TASK = "risk_coverage"


def risk_coverage(confidence, right):
    groups = {}
    for c, r in zip(confidence, right, strict=True):
        groups.setdefault(c, []).append(r)
    coverage, risk, kept, wrong = [], [], 0, 0
    for c in sorted(groups, reverse=True):
        kept += len(groups[c])
        wrong += len(groups[c]) - sum(groups[c])
        coverage.append(kept / len(right))
        risk.append(wrong / kept)
    return coverage, risk
