"""Conformal sets: the promise by enumeration and simulation, the rest by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftlib.evaluate import (
    classwise_limits,
    conformal_coverage,
    conformal_limit,
    conformal_p,
    conformal_sets,
)


def test_the_limit_by_hand():
    nine = [0.9, 0.1, 0.5, 0.3, 0.7, 0.2, 0.8, 0.4, 0.6]
    assert conformal_limit(nine, 0.1) == 0.9  # the 9th of 9
    assert conformal_limit(nine, 0.2) == 0.8  # the 8th
    assert conformal_limit(nine[:8], 0.1) == math.inf  # there is no 9th of 8
    assert conformal_limit([], 0.1) == math.inf


@pytest.mark.parametrize("alpha", [0.05, 0.1, 0.3])
@pytest.mark.parametrize("n", [4, 9, 10, 19, 50])
def test_each_of_n_plus_1_scores_is_covered_in_its_turn(n, alpha):
    # Exchangeable: any of the n + 1 may be the new one. Without ties the share covered is l/(n+1).
    scores = np.random.default_rng(n).random(n + 1)
    covered = np.mean(
        [scores[i] <= conformal_limit(np.delete(scores, i), alpha) for i in range(n + 1)]
    )
    assert covered >= 1 - alpha - 1e-12
    assert covered <= 1 - alpha + 1 / (n + 1) + 1e-12


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.integers(0, 3), min_size=1, max_size=25), st.sampled_from([0.05, 0.1, 0.25, 0.5])
)
def test_with_ties_more_are_covered_never_fewer(scores, alpha):
    covered = [
        scores[i] <= conformal_limit(scores[:i] + scores[i + 1 :], alpha)
        for i in range(len(scores))
    ]
    assert np.mean(covered) >= 1 - alpha - 1e-12


def test_sets_by_hand():
    p = np.array([[0.7, 0.2, 0.1], [0.4, 0.35, 0.25]])
    assert conformal_sets(p, 0.65).tolist() == [[True, False, False], [True, True, False]]
    assert conformal_sets(p, [0.2, 0.7, math.inf]).tolist() == [
        [False, False, True],
        [False, True, True],
    ]
    assert not conformal_sets(p, 0.25)[1].any()
    assert conformal_sets(p, 0.5 + 0.1)[1].tolist() == [True, False, False]


def test_classwise_limits_use_own_items_only():
    scores = [0.1, 0.2, 0.9, 0.5]
    assert classwise_limits(scores, [0, 0, 1, 0], 3, 0.5).tolist() == [0.2, 0.9, math.inf]
    own = np.random.default_rng(0).random(300)
    labels = np.arange(300) % 3
    found = classwise_limits(own, labels, 3, 0.1)
    assert found.tolist() == [conformal_limit(own[labels == k], 0.1) for k in range(3)]


def test_the_law_of_coverage_holds_in_simulation():
    rng = np.random.default_rng(0)
    n, tested, alpha = 80, 60, 0.1
    kept = np.array(
        [np.mean(rng.random(tested) <= conformal_limit(rng.random(n), alpha)) for _ in range(4000)]
    )
    promised = conformal_coverage(n, alpha, tested=tested)
    assert kept.mean() == pytest.approx(promised.value, abs=0.004)
    inside = np.mean((kept >= promised.low) & (kept <= promised.high))
    assert 0.94 <= inside <= 0.98  # steps of 1/60
    assert promised.value == pytest.approx(73 / 81)


def test_p_values_by_hand_and_by_their_promise():
    assert conformal_p([1, 2, 3, 4], [5, 4, 2.5, 0]).tolist() == [0.2, 0.4, 0.6, 1.0]
    assert conformal_p([], [1.0]).tolist() == [1.0]
    rng = np.random.default_rng(1)
    small = [conformal_p(rng.random(39), rng.random(1))[0] <= 0.1 for _ in range(4000)]
    assert np.mean(small) == pytest.approx(0.1, abs=0.015)


def test_a_promise_of_nearly_nothing_is_the_smallest_score():
    assert conformal_limit([3.0, 1.0, 2.0], 1 - 1e-12) == 1.0
    assert conformal_limit([], 1 - 1e-12) == math.inf


def test_the_interval_of_the_coverage_by_hand():
    # n = 9, alpha 0.1: l = 9, Beta(9, 1), density 9 c⁸. Of 2 tested: P(both) = 9/11,
    # P(none) = 9 ∫ c⁸ (1 − c)² = 9 B(9, 3) = 1/55, P(one) = 1 − 9/11 − 1/55 = 9/55.
    got = conformal_coverage(9, 0.1, tested=2, level=0.9)
    assert (got.value, got.low, got.high, got.level) == (0.9, 0.5, 1.0, 0.9)
    assert conformal_coverage(9, 0.1, tested=2, level=0.98).low == 0.0  # 1/55 is above 0.01


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: conformal_limit([0.1], 0.0), "alpha is 0.0; give a share"),
        (lambda: conformal_limit([0.1], 1), "alpha is 1; give a share"),
        (lambda: conformal_limit([0.2, np.nan], 0.1), r"scores\[1\] is NaN; leave that item out"),
        (lambda: conformal_limit([[0.1]], 0.1), r"scores has shape \(1, 1\)"),
        (lambda: classwise_limits([0.1], [0, 1], 2, 0.1), "give one label from 0 to 1"),
        (lambda: classwise_limits([0.1], [2], 2, 0.1), "give one label from 0 to 1"),
        (lambda: classwise_limits([0.1], [0.5], 2, 0.1), "give one label from 0 to 1"),
        (lambda: classwise_limits([[0.1]], [[0]], 2, 0.1), r"scores has shape \(1, 1\)"),
        (lambda: classwise_limits([np.nan], [0], 2, 0.1), r"scores\[0\] is NaN"),
        (lambda: classwise_limits([], [], 0, 0.1), "classes is 0; give their number"),
        (lambda: conformal_sets([0.5, 0.5], 0.1), "give probabilities of shape"),
        (lambda: conformal_sets([[1.5, 0.5]], 0.1), r"p holds a value outside \[0, 1\]"),
        (lambda: conformal_sets([[np.nan, 0.5]], 0.1), r"p holds a value outside \[0, 1\]"),
        (lambda: conformal_sets([[0.5, 0.5]], [1, 1, 1]), r"limit has shape \(3,\)"),
        (lambda: conformal_sets([[0.5, 0.5]], np.nan), "limit holds NaN; give what"),
        (lambda: conformal_coverage(8, 0.1, tested=10), "needs at least 9"),
        (lambda: conformal_coverage(80, 0.1, tested=0), "tested is 0"),
        (lambda: conformal_coverage(80, 0.1, tested=1.5), "tested is 1.5; give a whole"),
        (lambda: conformal_coverage(80.5, 0.1, tested=5), "n is 80.5; give a whole"),
        (lambda: conformal_coverage(-1, 0.1, tested=5), "n is -1; a limit at alpha"),
        (lambda: conformal_coverage(80, 0.1, tested=5, level=1), "level 1"),
        (lambda: conformal_p([np.nan], [1]), r"known\[0\] is NaN"),
        (lambda: conformal_p(1.0, [1]), r"known has shape \(\); give one number"),
        (lambda: conformal_p([1], [[1]]), "scores has shape"),
    ],
)
def test_bad_arguments_are_named(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
