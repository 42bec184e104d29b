"""Always the same answer: the most frequent one."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def majority_baseline(train_labels: ArrayLike, count: int) -> NDArray[np.int64]:
    """The most frequent training label (the smallest, on a tie), `count` times, shape [count].

    Raises:
        ValueError: without a training label.
    """
    labels = np.asarray(train_labels, dtype=np.int64)
    if labels.size == 0:
        raise ValueError("train_labels is empty; give at least one label")
    values, counts = np.unique(labels, return_counts=True)
    return np.full(count, values[counts.argmax()], dtype=np.int64)
