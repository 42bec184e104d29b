"""Hits, winners and the best of a budget, against counting, simulation and known values."""

import itertools
import math

import numpy as np
import pytest

from ftlib import search


@pytest.mark.parametrize(("share", "trials"), [(0.05, 60), (0.5, 1), (0.25, 3), (0.1, 0)])
def test_a_hit_is_what_is_left_when_all_miss(share, trials):
    assert search.hit_probability(share, trials) == pytest.approx(1 - (1 - share) ** trials)


def test_a_tiny_share_keeps_its_digits():
    assert search.hit_probability(1e-18, 1) == pytest.approx(1e-18, rel=1e-12)


@pytest.mark.parametrize(
    ("share", "confidence", "want"),
    [(0.05, 0.95, 59), (0.5, 0.5, 1), (0.5, 0.75, 2), (0.1, 0.99, 44)],
)
def test_trials_to_hit(share, confidence, want):
    assert search.trials_to_hit(share, confidence) == want


def test_trials_to_hit_is_the_fewest():
    for share, confidence in itertools.product((0.3, 0.2, 0.01), (0.5, 0.9, 0.999)):
        count = search.trials_to_hit(share, confidence)
        assert (1 - share) ** count <= 1 - confidence + 1e-12
        assert (1 - share) ** (count - 1) > 1 - confidence - 1e-12


@pytest.mark.parametrize(
    ("count", "want"),
    [
        (1, 0.0),
        (2, 1 / math.sqrt(math.pi)),
        (3, 1.5 / math.sqrt(math.pi)),
        (4, 1.0293753730),  # Harter, Biometrika 1961, table 1
        (10, 1.5387527308),
        (100, 2.5075936365),
    ],
)
def test_expected_maximum(count, want):
    assert search.expected_maximum(count) == pytest.approx(want, abs=1e-8)


def test_winner_by_simulation():
    rng = np.random.default_rng(0)
    true = 0.03 * rng.normal(size=(40_000, 12))
    seen = true + 0.02 * rng.normal(size=true.shape)
    best = seen.argmax(axis=1)
    rows = np.arange(len(true))
    got = search.winner(12, spread=0.03, noise=0.02)
    assert got.seen == pytest.approx(seen[rows, best].mean(), rel=0.01)
    assert got.kept == pytest.approx(true[rows, best].mean(), rel=0.01)
    assert got.optimism == pytest.approx((seen - true)[rows, best].mean(), rel=0.03)


def test_winner_at_the_edges():
    assert search.winner(9, 0.0, 0.0) == search.Winner(0.0, 0.0)
    assert search.winner(9, 0.0, 1.0).kept == 0
    certain = search.winner(9, 2.0, 0.0)
    assert certain.optimism == 0
    assert certain.kept == pytest.approx(2 * search.expected_maximum(9))


@pytest.mark.parametrize("budget", [1, 2, 3, 5, 6])
def test_expected_best_by_counting_all_subsets(budget):
    rng = np.random.default_rng(1)
    scores, tests = rng.normal(size=6), rng.normal(size=6)
    subsets = [list(each) for each in itertools.combinations(range(6), budget)]
    best = [max(each, key=lambda i: scores[i]) for each in subsets]
    assert search.expected_best(scores, budget) == pytest.approx(np.mean(scores[best]))
    assert search.expected_best(scores, budget, tests) == pytest.approx(np.mean(tests[best]))


@pytest.mark.parametrize("budget", [1, 2, 4])
def test_expected_best_with_replacement_by_counting_all_draws(budget):
    scores = np.array([3.0, -1.0, 2.0, 2.0])
    draws = itertools.product(scores, repeat=budget)
    want = np.mean([max(each) for each in draws])
    assert search.expected_best(scores, budget, replace=True) == pytest.approx(want)


def test_expected_best_without_replacement_has_no_bias():
    rng = np.random.default_rng(2)
    pools = rng.normal(size=(4000, 8))
    means = [search.expected_best(pool, 4) for pool in pools]
    error = np.std(means) / math.sqrt(len(means))
    assert abs(np.mean(means) - search.expected_maximum(4)) <= 4 * error


def test_many_trials_do_not_overflow():
    scores = np.linspace(0, 1, 5000)
    assert search.expected_best(scores, 2500) == pytest.approx(2500 / 2501, abs=1e-3)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: search.hit_probability(0.0, 3), "share is 0.0"),
        (lambda: search.hit_probability(0.1, -1), "trials is -1"),
        (lambda: search.trials_to_hit(0.1, 1.0), "confidence is 1.0"),
        (lambda: search.expected_maximum(0), "count is 0"),
        (lambda: search.winner(3, -1.0, 0.1), "spread is -1.0"),
        (lambda: search.winner(3, 1.0, math.nan), "noise is nan"),
        (lambda: search.expected_best([], 1), "scores has shape"),
        (lambda: search.expected_best([1.0, math.nan], 1), "failed trials"),
        (lambda: search.expected_best([1.0, 2.0], 3), "only 2 trials"),
        (lambda: search.expected_best([1.0, 2.0], 1, [1.0]), "reported has 1"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()
