"""Intervals of a share: against SciPy's, and their coverage against simulation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from ftlib.evaluate import (
    clopper_pearson_interval,
    coverage,
    lower_end,
    wald_interval,
    wilson_interval,
)

CASES = [(0, 5), (1, 5), (5, 5), (3, 7), (97, 100), (420, 1000)]


@pytest.mark.parametrize(("k", "n"), CASES)
@pytest.mark.parametrize("level", [0.8, 0.95])
@pytest.mark.parametrize(
    ("ours", "method"), [(wilson_interval, "wilson"), (clopper_pearson_interval, "exact")]
)
def test_wilson_and_clopper_pearson_agree_with_scipy(ours, method, k, n, level):
    theirs = stats.binomtest(k, n).proportion_ci(level, method)
    got = ours(k, n, level=level)
    assert (got.low, got.high) == pytest.approx((theirs.low, theirs.high), abs=1e-10)
    assert (got.value, got.level) == (k / n, level)


def test_walds_interval_by_hand():
    # p̂ = .8, √(.8 · .2 / 100) = .04, z = 1.959964
    got = wald_interval(80, 100)
    assert (got.low, got.high) == pytest.approx((0.8 - 0.0783986, 0.8 + 0.0783986), abs=1e-6)
    assert wald_interval(10, 10).low == wald_interval(10, 10).high == 1


@pytest.mark.parametrize("method", [wald_interval, wilson_interval, clopper_pearson_interval])
def test_coverage_is_what_a_simulation_finds(method):
    n, p = 40, 0.93
    draws = np.random.default_rng(5).binomial(n, p, size=20_000)
    ends = [method(k, n) for k in range(n + 1)]
    held = np.mean([ends[k].low <= p <= ends[k].high for k in draws])
    assert coverage(method, p, n) == pytest.approx(held, abs=5 * 0.5 / np.sqrt(20_000))


def test_clopper_pearson_never_covers_too_little_and_wald_does():
    shares = np.linspace(0.01, 0.99, 25)
    assert min(coverage(clopper_pearson_interval, p, 30) for p in shares) >= 0.95
    assert coverage(wald_interval, 0.99, 30) < 0.3  # k = 30, three times in four, covers only 1
    assert coverage(wald_interval, 1.0, 30) == pytest.approx(1)


@pytest.mark.parametrize("method", [wald_interval, wilson_interval, clopper_pearson_interval])
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((6, 5), "successes is 6 of count 5"),
        ((-1, 5), "successes is -1"),
        ((0, 0), "count 0"),
        ((0.5, 5), "successes is 0.5; give a whole number"),
    ],
)
def test_impossible_counts_are_refused(method, arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        method(*arguments)
    with pytest.raises(ValueError, match="level is 95"):
        method(1, 5, level=95)


def test_a_share_outside_its_range_is_refused():
    with pytest.raises(ValueError, match=r"share is 1\.2"):
        coverage(wald_interval, 1.2, 10)


@pytest.mark.parametrize(("k", "n"), [(1, 1), (9, 10), (10, 10), (90, 100), (3, 50)])
@pytest.mark.parametrize("risk", [0.05, 0.1, 0.5, 0.7])
def test_at_the_lower_end_the_result_has_just_the_probability(k, n, risk):
    assert stats.binom.sf(k - 1, n, lower_end(k, n, risk)) == pytest.approx(risk)


def test_nothing_right_promises_nothing():
    assert lower_end(0, 20, 0.1) == 0.0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((3, 2, 0.1), "successes is 3 of count 2"),
        ((0.5, 2, 0.1), "successes is 0.5; give a whole number"),
        ((0, 0, 0.1), "count 0"),
        ((1, 2, 1.0), "risk is 1.0; give a number between"),
        ((1, 2, np.nan), "risk is nan"),
    ],
)
def test_a_lower_end_of_impossible_counts_is_refused(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        lower_end(*arguments)
