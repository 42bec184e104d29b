"""Bootstrap intervals: against SciPy's, against the binomial's spread, and for their coverage."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from ftlib.evaluate import Interval, accuracy, bootstrap_interval, paired_difference


@pytest.fixture
def two_models():
    rng = np.random.default_rng(7)
    truth = rng.integers(0, 2, 500)
    good = np.where(rng.random(500) < 0.85, truth, 1 - truth)
    weak = np.where(rng.random(500) < 0.70, truth, 1 - truth)
    return truth, good, weak


def test_the_interval_agrees_with_scipys_percentile_bootstrap(two_models):
    truth, good, _ = two_models
    ours = bootstrap_interval(accuracy, truth, good, resamples=8000)
    theirs = stats.bootstrap(
        ((truth == good).astype(float),), np.mean, n_resamples=8000, method="percentile", rng=1
    ).confidence_interval
    assert ours.value == accuracy(truth, good)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=0.004)


def test_the_paired_interval_agrees_with_scipys_on_the_differences(two_models):
    truth, good, weak = two_models
    ours = paired_difference(accuracy, truth, good, weak, resamples=8000)
    differences = (truth == good).astype(float) - (truth == weak)
    theirs = stats.bootstrap(
        (differences,), np.mean, n_resamples=8000, method="percentile", rng=1
    ).confidence_interval
    assert ours.value == pytest.approx(differences.mean())
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=0.005)


def test_pairing_narrows_the_interval_when_both_err_on_the_same_items(two_models):
    truth, good, _ = two_models
    twin = good.copy()
    twin[:5] = 1 - twin[:5]
    paired = paired_difference(accuracy, truth, good, twin)
    single = bootstrap_interval(accuracy, truth, good)
    assert paired.high - paired.low < 0.5 * (single.high - single.low)


def test_a_model_against_itself_differs_by_exactly_nothing(two_models):
    truth, good, _ = two_models
    assert paired_difference(accuracy, truth, good, good) == Interval(0.0, 0.0, 0.0)


def test_nominal_95_percent_cover_the_truth_about_that_often():
    # Normal approximation of 200 coverages of .95: a spread of .0154; the bounds are 3 of them.
    rng = np.random.default_rng(3)
    covered = 0
    for trial in range(200):
        hits = (rng.random(300) < 0.8).astype(int)
        interval = bootstrap_interval(accuracy, np.ones(300, int), hits, resamples=400, seed=trial)
        covered += interval.low <= 0.8 <= interval.high
    assert 0.904 <= covered / 200 <= 0.996


def test_a_higher_level_is_wider_and_the_seed_decides(two_models):
    truth, good, _ = two_models
    narrow = bootstrap_interval(accuracy, truth, good, level=0.8)
    wide = bootstrap_interval(accuracy, truth, good, level=0.99)
    assert wide.low < narrow.low < narrow.value < narrow.high < wide.high
    assert bootstrap_interval(accuracy, truth, good, level=0.8) == narrow
    assert bootstrap_interval(accuracy, truth, good, level=0.8, seed=5) != narrow


def test_an_interval_prints_like_a_sentence():
    assert str(Interval(0.84219, 0.825, 0.859)) == "0.842 [0.825, 0.859]"
    assert f"{Interval(0.5, 0.25, 0.75):.1f}" == "0.5 [0.2, 0.8]"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"y_true": []}, "y_true is empty"),
        ({"y_pred": [1]}, "y_true has 2 items and a prediction has 1"),
        ({"level": 95}, "level is 95; give a share between 0 and 1"),
        ({"resamples": 0}, "resamples is 0; give at least 1"),
    ],
)
def test_bad_input_is_refused(arguments, sentence):
    given = {"y_true": [0, 1], "y_pred": [0, 1]} | arguments
    with pytest.raises(ValueError, match=sentence):
        bootstrap_interval(accuracy, **given)
