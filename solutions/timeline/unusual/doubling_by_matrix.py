"""Normal equations, and the covariance of both coefficients."""

import numpy as np

TASK = "doubling_time"


def doubling_time(years, sizes, q):
    t = np.asarray(years, dtype=float)
    X = np.stack([np.ones_like(t), t - t[0]], axis=1)
    y = np.log(np.asarray(sizes, dtype=float)) / np.log(2)
    inverse = np.linalg.inv(X.T @ X)
    beta = inverse @ X.T @ y
    variance = ((y - X @ beta) ** 2).sum() / (len(t) - 2)
    ends = beta[1] + np.array([1, -1]) * q * np.sqrt(variance * inverse[1, 1])
    return 1 / beta[1], 1 / ends[0], (1 / ends[1] if ends[1] > 0 else np.inf)
