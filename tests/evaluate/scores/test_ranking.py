"""Curves and areas against scikit-learn, with ties; DeLong by its double sum and by coverage."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as oracle

from ftlib.evaluate import (
    auc,
    auc_interval,
    average_precision,
    precision_recall_curve,
    roc_curve,
)

# Few distinct scores, so that ties are common; both classes are always there.
ranked = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 5)), min_size=1, max_size=40).map(
    lambda rows: tuple(np.array([*rows, (0, 2), (1, 3)]).T)
)


@settings(deadline=None, max_examples=60)
@given(ranked)
def test_areas_agree_with_scikit_learn(pair):
    y, scores = pair
    assert auc(y, scores) == pytest.approx(oracle.roc_auc_score(y, scores))
    assert average_precision(y, scores) == pytest.approx(oracle.average_precision_score(y, scores))


@settings(deadline=None, max_examples=60)
@given(ranked)
def test_curves_agree_with_scikit_learn(pair):
    y, scores = pair
    for got, want in zip(
        roc_curve(y, scores), oracle.roc_curve(y, scores, drop_intermediate=False), strict=True
    ):
        np.testing.assert_allclose(got, want)
    precision, recall, thresholds = oracle.precision_recall_curve(y, scores)
    got = precision_recall_curve(y, scores)
    np.testing.assert_allclose(got[0], precision[::-1])
    np.testing.assert_allclose(got[1], recall[::-1])
    np.testing.assert_allclose(got[2][1:], thresholds[::-1])


def test_the_area_is_the_share_of_pairs_in_order():
    y, scores = np.array([1, 1, 0, 0, 0]), np.array([3.0, 1.0, 2.0, 1.0, 0.0])
    # Positive 3 beats all three; positive 1 loses to 2, ties with 1, beats 0.
    assert auc(y, scores) == pytest.approx((3 + 0 + 0.5 + 1) / 6)


def test_delong_is_the_double_sum():
    rng = np.random.default_rng(0)
    y = np.r_[np.ones(13, int), np.zeros(29, int)]
    scores = np.round(rng.normal(size=42) + 0.8 * y, 1)
    wins = scores[y == 1][:, None] - scores[y == 0][None, :]
    kernel = (wins > 0) + 0.5 * (wins == 0)
    variance = kernel.mean(axis=1).var(ddof=1) / 13 + kernel.mean(axis=0).var(ddof=1) / 29
    got = auc_interval(y, scores)
    assert got.value == pytest.approx(kernel.mean())
    assert got.high - got.value == pytest.approx(1.959963985 * np.sqrt(variance))
    assert got.value - got.low == pytest.approx(got.high - got.value)


def test_delong_covers_the_true_area():
    # Normal scores one spread apart: the true area is Φ(1/√2) = .7602.
    rng, held = np.random.default_rng(1), 0
    y = np.r_[np.ones(40, int), np.zeros(60, int)]
    for _ in range(400):
        found = auc_interval(y, rng.normal(size=100) + y)
        held += found.low <= 0.76025 <= found.high
    assert 0.91 <= held / 400 <= 0.99  # .95 ± 3.6 binomial spreads


@pytest.mark.parametrize("score", [auc, roc_curve, average_precision, auc_interval])
@pytest.mark.parametrize(
    ("y", "scores", "sentence"),
    [
        ([1, 1], [0.1, 0.2], "fewer than two classes"),
        ([], [], "fewer than two classes"),
        ([0, 1], [0.1], "y_true has shape"),
        ([0, 2], [0.1, 0.2], "y_true holds 2"),
        ([0, 1], [0.1, np.nan], "not finite"),
    ],
)
def test_bad_input_is_refused(score, y, scores, sentence):
    with pytest.raises(ValueError, match=sentence):
        score(y, scores)


def test_an_interval_of_no_length_is_refused():
    with pytest.raises(ValueError, match="scores separate the classes"):
        auc_interval([0, 0, 1, 1], [1, 2, 3, 4])
    with pytest.raises(ValueError, match="a class of one item"):
        auc_interval([0, 0, 1], [1, 2, 3])
    with pytest.raises(ValueError, match="level is 2"):
        auc_interval([0, 0, 1, 1], [1, 3, 2, 4], level=2)
