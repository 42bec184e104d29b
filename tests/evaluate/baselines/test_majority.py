"""The most frequent label, by hand."""

from __future__ import annotations

import pytest

from ftlib.evaluate import majority_baseline


def test_the_majority_is_the_most_frequent_label_and_the_smallest_on_a_tie():
    assert majority_baseline([2, 1, 2], 4).tolist() == [2, 2, 2, 2]
    assert majority_baseline([3, 1], 1).tolist() == [1]
    with pytest.raises(ValueError, match="train_labels is empty"):
        majority_baseline([], 3)
