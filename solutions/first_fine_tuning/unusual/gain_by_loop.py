"""Scores each redrawn set in a loop, and interpolates the quantiles by percentiles."""

import numpy as np

TASK = "gain_interval"


def gain_interval(truth, a, b, draws):
    gains = []
    for rows in draws:
        gains.append(np.mean(a[rows] == truth[rows]) - np.mean(b[rows] == truth[rows]))
    return (
        np.mean(a == truth) - np.mean(b == truth),
        np.percentile(gains, 2.5),
        np.percentile(gains, 97.5),
    )
