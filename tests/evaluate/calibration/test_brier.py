"""The Brier score and its parts: by hand and against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics as oracle

from ftlib.evaluate import brier_decomposition, brier_score


@pytest.fixture
def forecasts():
    rng = np.random.default_rng(3)
    p = rng.beta(0.6, 0.8, size=500)
    return p, (rng.random(500) < p**1.5).astype(int)


def test_brier_agrees_with_scikit_learn(forecasts):
    p, y = forecasts
    assert brier_score(p, y) == pytest.approx(oracle.brier_score_loss(y, p))


def test_the_decomposition_adds_up_and_is_right_by_hand(forecasts):
    p, y = [0.2, 0.2, 0.8, 0.8], [0, 1, 1, 1]
    parts = brier_decomposition(p, y)
    assert parts.reliability == pytest.approx((0.3**2 + 0.2**2) / 2)
    assert parts.resolution == pytest.approx((0.25**2 + 0.25**2) / 2)
    assert parts.uncertainty == pytest.approx(0.75 * 0.25)
    assert parts.within == pytest.approx(0, abs=1e-15)
    pooled = brier_decomposition(*forecasts, bins=5)
    assert pooled.brier == pytest.approx(
        pooled.reliability - pooled.resolution + pooled.uncertainty + pooled.within
    )
    assert pooled.within != 0


@pytest.mark.parametrize(
    ("p", "y", "options", "sentence"),
    [
        ([], [], {}, "p has shape"),
        ([0.5], [0, 1], {}, "p has shape"),
        ([1.5], [1], {}, r"outside \[0, 1\]"),
        ([np.nan], [1], {}, r"outside \[0, 1\]"),
        ([0.5], [2], {}, "other than 0 and 1"),
        ([0.5], [1], {"bins": 0}, "bins is 0"),
    ],
)
def test_bad_input_is_refused(p, y, options, sentence):
    with pytest.raises(ValueError, match=sentence):
        brier_decomposition(p, y, **options)
    if not options:
        with pytest.raises(ValueError, match=sentence):
            brier_score(p, y)
