"""Walks down the thresholds and adds up trapezoids."""

TASK = "auc"


def auc(y, scores):
    if len(set(y.tolist())) < 2:
        raise ValueError("needs both classes")
    x_before = y_before = area = 0.0
    for t in sorted(set(scores.tolist()), reverse=True):
        called = scores >= t
        x, tall = called[y == 0].mean(), called[y == 1].mean()
        area += (x - x_before) * (tall + y_before) / 2
        x_before, y_before = x, tall
    return area
