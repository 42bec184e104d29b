"""Reliability and ECE: by hand, against scikit-learn, and the bias of the ECE by theory."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special
from sklearn.calibration import calibration_curve

from ftlib.evaluate import (
    calibration_error_floor,
    expected_calibration_error,
    reliability_bins,
)


def test_bins_agree_with_scikit_learn():
    rng = np.random.default_rng(3)
    p = rng.beta(0.6, 0.8, size=500)
    y = (rng.random(500) < p**1.5).astype(int)
    happened, said = calibration_curve(y, p, n_bins=10)
    found = reliability_bins(p, y, bins=10)
    np.testing.assert_allclose(found.happened, happened)
    np.testing.assert_allclose(found.said, said)
    assert found.count.sum() == 500


def test_the_error_by_hand():
    # Bin [0, .5): said .2, happened ½; bin [.5, 1]: said .8 (.5, .9, 1.0), happened 2/3.
    p, y = [0.1, 0.3, 0.5, 0.9, 1.0], [0, 1, 0, 1, 1]
    want = 2 / 5 * 0.3 + 3 / 5 * (0.8 - 2 / 3)
    assert expected_calibration_error(p, y, bins=2) == pytest.approx(want)


def test_the_floor_is_the_mean_error_of_binomials():
    # One bin, p = ½ throughout: E|k/n − ½| of a binomial, summed exactly.
    n = 40
    k = np.arange(n + 1)
    want = np.sum(special.comb(n, k) / 2.0**n * np.abs(k / n - 0.5))
    got = calibration_error_floor(np.full(n, 0.5), resamples=4000)
    assert got.value == pytest.approx(want, abs=0.004)
    assert got.low <= got.value <= got.high


def test_a_right_forecast_lies_within_the_floor_and_a_wrong_one_outside():
    rng = np.random.default_rng(2)
    p = rng.random(2000)
    y = rng.random(2000) < p
    floor = calibration_error_floor(p)
    assert expected_calibration_error(p, y) <= 1.5 * floor.high
    assert expected_calibration_error(p**3, y) > 3 * calibration_error_floor(p**3).high


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
    for score in (reliability_bins, expected_calibration_error):
        with pytest.raises(ValueError, match=sentence):
            score(p, y, **options)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [({"resamples": 0}, "resamples is 0"), ({"level": 95}, "level is 95"), ({"bins": 0}, "bins")],
)
def test_a_floor_without_sense_is_refused(options, sentence):
    with pytest.raises(ValueError, match=sentence):
        calibration_error_floor([0.5], **options)
