"""The BCa interval: against SciPy's, and where it is not defined."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from ftlib.evaluate import accuracy, bca_interval


def test_bca_agrees_with_scipys():
    rng = np.random.default_rng(1)
    truth, scores = np.ones(60), rng.exponential(size=60)

    def mean(_, values):
        return float(np.mean(values))

    got = bca_interval(mean, truth, scores, resamples=9000)
    want = stats.bootstrap((scores,), np.mean, n_resamples=9000, method="BCa", rng=2)
    ends = want.confidence_interval
    assert (got.low, got.high) == pytest.approx((ends.low, ends.high), abs=0.02)
    assert got.value == pytest.approx(scores.mean())
    plain = np.quantile(scores[rng.integers(0, 60, (9000, 60))].mean(axis=1), 0.975)
    assert got.high > plain + 0.01  # the right tail is long, and the correction knows


def test_bca_refuses_where_it_is_not_defined():
    with pytest.raises(ValueError, match="every resample scores the same"):
        bca_interval(accuracy, [1, 1], [1, 1])
    with pytest.raises(ValueError, match="level is 95"):
        bca_interval(accuracy, [1, 0], [1, 1], level=95)
