"""Control charts against sums written out, and their run lengths against simulation."""

import numpy as np
import pytest

from ftlib.evaluate import (
    cusum,
    cusum_run_length,
    ewma,
    ewma_run_length,
    ewma_spread,
    first_passage,
    standardised,
)


def test_one_stratum_is_the_usual_z():
    got = standardised([12, 0], [[20], [0]], [0.5])
    assert got.tolist() == pytest.approx([2 / np.sqrt(5), 0.0])


def test_strata_add_up():
    got = standardised([[9]], [[[10, 20]]], [0.2, 0.5])
    assert got.tolist() == [[pytest.approx((9 - 12) / np.sqrt(1.6 + 5))]]


def test_standardised_has_mean_0_and_variance_1():
    rng = np.random.default_rng(0)
    count = rng.poisson([10, 30], size=(40_000, 2))
    flagged = rng.binomial(count, [0.1, 0.6]).sum(axis=1)
    x = standardised(flagged, count, [0.1, 0.6])
    assert abs(x.mean()) < 0.02
    assert abs(x.var() - 1) < 0.03


def test_paths_by_hand():
    assert ewma([4.0, 0.0, 8.0], 0.25).tolist() == [1.0, 0.75, 2.5625]
    assert cusum([2.0, -3.0, 1.0, 1.0], 0.5).tolist() == [1.5, 0.0, 0.5, 1.0]
    both = np.array([[4, 0, 8], [0, 4, 0]])
    assert ewma(both, 0.25).tolist() == [[1.0, 0.75, 2.5625], [0.0, 1.0, 0.75]]
    assert cusum(both, 1.0).tolist() == [[3.0, 2.0, 9.0], [0.0, 3.0, 2.0]]


def test_spread_of_the_ewma():
    x = np.random.default_rng(0).normal(size=(50_000, 8))
    path = ewma(x, 0.3)
    assert path.std(axis=0) == pytest.approx(ewma_spread(0.3, np.arange(1, 9)), rel=0.015)
    assert ewma_spread(0.3, np.inf) == pytest.approx(np.sqrt(0.3 / 1.7))
    assert ewma_spread(0.3, 0) == 0


def test_first_passage_counts_from_one():
    path = np.array([[0, 3, 0], [0, 2, 9], [1, 1, 1]])
    assert first_passage(path, 2).tolist() == [2, 3, 4]
    assert first_passage(path, [0.5, 5, 5]).tolist() == [4, 3, 1]


def test_a_weight_of_one_is_a_chart_of_single_days():
    # P(x > 2) = 0.02275, P(x > 1) = 0.158655 for a normal x
    assert ewma_run_length(2.0, 1.0) == pytest.approx(1 / 0.0227501, rel=1e-4)
    assert ewma_run_length(2.0, 1.0, 1.0) == pytest.approx(1 / 0.1586553, rel=1e-4)


@pytest.mark.parametrize("shift", [0.0, 1.0])
def test_run_lengths_are_simulated_ones(shift):
    x = np.random.default_rng(1).normal(shift, 1, size=(4000, 1000))
    limit = 2.0 * float(ewma_spread(0.2, np.inf))
    got = first_passage(ewma(x, 0.2), limit).mean()
    assert ewma_run_length(2.0, 0.2, shift) == pytest.approx(got, rel=0.05)
    got = first_passage(cusum(x, 0.5), 3.0).mean()
    assert cusum_run_length(3.0, 0.5, shift) == pytest.approx(got, rel=0.05)


def test_a_published_table():
    # one-sided CUSUM with k = 1/2: h = 4 has 336, h = 5 has 930 days (Montgomery, twice 168, 465)
    assert cusum_run_length(4.0, 0.5) == pytest.approx(335.4, rel=0.01)
    assert cusum_run_length(5.0, 0.5) == pytest.approx(930.9, rel=0.01)
    assert cusum_run_length(4.0, 0.5, 1.0) == pytest.approx(8.38, rel=0.01)


def test_more_cells_change_little():
    assert ewma_run_length(2.5, 0.2, cells=100) == pytest.approx(
        ewma_run_length(2.5, 0.2, cells=400), rel=0.01
    )


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: standardised([1], [[1, 2]], [0.5]), "give .*T, S"),
        (lambda: standardised([1], [[1]], [1.0]), "without the ends"),
        (lambda: ewma([1.0], 0), "weight is 0; give a share"),
        (lambda: ewma_spread(1.5, 1), "weight is 1.5"),
        (lambda: ewma_run_length(0, 0.2), "limit is 0; give a positive"),
        (lambda: ewma_run_length(3, 2), "weight is 2"),
        (lambda: cusum_run_length(-1, 0.5), "limit is -1"),
        (lambda: cusum_run_length(1, 0.5, cells=1), "cells is 1"),
    ],
)
def test_refusals(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
