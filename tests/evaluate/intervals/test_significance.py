"""Paired tests against SciPy's binomial test and exhaustive swaps; Holm against its definition."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import stats

from ftlib.evaluate import accuracy, holm, macro_f1, mcnemar, permutation_test


@pytest.mark.parametrize("seed", range(5))
def test_mcnemar_is_the_sign_test_of_the_items_on_which_they_differ(seed):
    rng = np.random.default_rng(seed)
    truth, a, b = rng.integers(0, 3, size=(3, 60))
    only_a = int(((a == truth) & (b != truth)).sum())
    only_b = int(((b == truth) & (a != truth)).sum())
    got = mcnemar(truth, a, b)
    assert (got.only_a, got.only_b) == (only_a, only_b)
    assert got.p_value == pytest.approx(stats.binomtest(only_a, only_a + only_b).pvalue)


def test_models_that_never_differ_are_no_evidence():
    assert mcnemar([0, 1], [0, 0], [0, 0]).p_value == 1


def test_random_swaps_agree_with_all_swaps():
    rng = np.random.default_rng(4)
    truth = rng.integers(0, 2, 10)
    a, b = np.where(rng.random((2, 10)) < [[0.8], [0.4]], truth, 1 - truth)
    seen = abs(macro_f1(truth, a) - macro_f1(truth, b))
    extreme = 0
    for swap in itertools.product([False, True], repeat=10):
        one, other = np.where(swap, b, a), np.where(swap, a, b)
        extreme += abs(macro_f1(truth, one) - macro_f1(truth, other)) >= seen - 1e-12
    got = permutation_test(macro_f1, truth, a, b, resamples=2000)
    assert got == pytest.approx(extreme / 1024, abs=4 * 0.5 / np.sqrt(2000))


def test_the_smallest_p_value_of_a_permutation_test_is_not_zero():
    truth = np.arange(30) % 2
    got = permutation_test(accuracy, truth, truth, 1 - truth, resamples=99)
    assert got == pytest.approx(1 / 100)
    assert permutation_test(accuracy, truth, truth, truth, resamples=9) == 1


def test_holm_by_hand_and_by_its_definition():
    np.testing.assert_allclose(holm([0.01, 0.04, 0.03]), [0.03, 0.06, 0.06])
    np.testing.assert_allclose(holm([0.9, 0.9]), [1, 1])
    rng = np.random.default_rng(0)
    for _ in range(20):
        p = rng.random(6) ** 3
        for level in (0.01, 0.05, 0.2):
            rejected, order = np.zeros(6, bool), np.argsort(p)
            for step, place in enumerate(order):  # stop at the first that is not small enough
                if p[place] > level / (6 - step):
                    break
                rejected[place] = True
            assert ((holm(p) <= level) == rejected).all()


@pytest.mark.parametrize("p", [[], [1.2], [-0.1], [np.nan], 0.5])
def test_holm_refuses_what_is_no_list_of_probabilities(p):
    with pytest.raises(ValueError, match="p_values must be a list"):
        holm(p)


def test_bad_input_is_refused():
    for test in (mcnemar, lambda *each: permutation_test(accuracy, *each)):
        with pytest.raises(ValueError, match="y_true, a, b have shapes"):
            test([0, 1], [0], [0, 1])
        with pytest.raises(ValueError, match="y_true, a, b have shapes"):
            test([], [], [])
    with pytest.raises(ValueError, match="resamples is 0"):
        permutation_test(accuracy, [0], [0], [1], resamples=0)
