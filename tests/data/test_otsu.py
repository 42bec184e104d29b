"""Otsu's cut against the definition, tried at every place."""

import numpy as np
import pytest

from ftlib import data


def slow(values):
    levels = np.unique(values)
    cuts = (levels[1:] + levels[:-1]) / 2
    within = [
        sum(part.var() * part.size for part in (values[values < cut], values[values > cut]))
        for cut in cuts
    ]
    return cuts[int(np.argmin(within))]


@pytest.mark.parametrize("seed", range(8))
def test_least_variance_within(seed):
    rng = np.random.default_rng(seed)
    values = np.concatenate([rng.normal(0, 1, 60), rng.normal(rng.uniform(2, 6), 2, 25)])
    assert data.otsu_threshold(values) == pytest.approx(slow(values), rel=1e-12)


def test_bytes_of_any_shape():
    picture = np.array([[10, 10, 12], [200, 12, 198]], np.uint8)
    assert data.otsu_threshold(picture) == (12 + 198) / 2


def test_shifted_and_scaled():
    values = np.random.default_rng(3).normal(size=50)
    cut = data.otsu_threshold(values)
    assert data.otsu_threshold(3 * values - 5) == pytest.approx(3 * cut - 5)
    assert data.otsu_threshold(values + 1e8) == pytest.approx(1e8 + cut, abs=1e-6)


def test_of_equal_cuts_the_lowest():
    assert data.otsu_threshold([0, 1, 2]) == 0.5


@pytest.mark.parametrize("values", [[], [1.0, np.nan], [2, 2, 2]])
def test_bad_input(values):
    with pytest.raises(ValueError, match="values"):
        data.otsu_threshold(values)


@pytest.mark.parametrize(
    ("values", "says"),
    [([], "no number"), ([1.0, np.nan, np.inf], "2 that are not finite"), ([2, 2], "all 2; a cut")],
)
def test_what_is_wrong_is_said(values, says):
    with pytest.raises(ValueError, match=says):
        data.otsu_threshold(values)


@pytest.mark.parametrize("factor", [1e-200, 1e200])
def test_sizes_whose_squares_are_no_numbers(factor):
    values = np.array([0.0, 1.0, 2.0, 9.0, 10.0, 11.0])
    assert data.otsu_threshold(factor * values) == pytest.approx(5.5 * factor)
