"""Deferral against brute force: every threshold, every subset, every item by hand."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftlib.evaluate import (
    chow_threshold,
    defer_best,
    deferral_gain,
    joint_curve,
    joint_outcomes,
    risk_coverage,
)

# Few distinct numbers, so that ties are common.
items = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=25
)


@settings(deadline=None, max_examples=60)
@given(items)
def test_risk_and_coverage_at_every_threshold(rows):
    confidence, right = [row[0] for row in rows], [row[1] for row in rows]
    coverage, risk, thresholds = risk_coverage(confidence, right)
    assert list(thresholds) == sorted(set(confidence), reverse=True)
    for share, error, threshold in zip(coverage, risk, thresholds, strict=True):
        kept = [r for c, r in zip(confidence, right, strict=True) if c >= threshold]
        assert share == pytest.approx(len(kept) / len(rows))
        assert error == pytest.approx(kept.count(0) / len(kept))


@pytest.mark.parametrize("cost", [0.0, 0.05, 0.2, 0.5, 0.7, 3.0])
@pytest.mark.parametrize("classes", [2, 3, 5])
def test_no_threshold_costs_less_than_chows(cost, classes):
    rng = np.random.default_rng(0)
    largest = rng.dirichlet(np.ones(classes), 400).max(axis=1)

    def expected(threshold):
        return np.where(largest < threshold, cost, 1 - largest).sum()

    best = min(expected(threshold) for threshold in [0, *largest, 1.1])
    assert expected(chow_threshold(cost, classes=classes)) == pytest.approx(best)


def test_chow_by_hand():
    assert chow_threshold(0.1) == pytest.approx(0.9)
    assert chow_threshold(0.6) == 0.5  # a guess between two costs a half: never decline
    assert chow_threshold(0.6, classes=4) == pytest.approx(0.4)


def test_gain_by_hand():
    # An error of the model costs 10, of the person 4; asking costs 0.5.
    gain = deferral_gain([0.9, 0.5], [0.75, 1.0], model_error=10, person_error=4, time=0.5)
    np.testing.assert_allclose(gain, [1 - 1 - 0.5, 5 - 0 - 0.5])
    np.testing.assert_allclose(deferral_gain([0.9, 0.5], 0.8), [-0.1, 0.3])


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.integers(-3, 3), min_size=1, max_size=8),
    st.integers(0, 9),
)
def test_no_set_within_the_capacity_gains_more(gains, capacity):
    chosen = defer_best(gains, capacity)
    assert chosen.sum() <= capacity
    sets = [s for k in range(capacity + 1) for s in combinations(gains, k)]
    assert np.array(gains)[chosen].sum() == max(sum(s) for s in sets)
    assert (np.array(gains)[chosen] > 0).all()


def test_of_equal_gains_the_first():
    assert list(defer_best([1.0, 2.0, 1.0, 1.0], 2)) == [True, True, False, False]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=6))
def test_ceiling_and_floor_over_every_division(pairs):
    model, person = zip(*pairs, strict=True)
    scores = []
    for asked in product([False, True], repeat=len(pairs)):
        got = joint_outcomes(model, person, asked)
        hits = [h if a else m for m, h, a in zip(model, person, asked, strict=True)]
        assert got.accuracy == pytest.approx(sum(hits) / len(hits))
        assert got.deferred == pytest.approx(sum(asked) / len(asked))
        scores.append(got.accuracy)
    assert max(scores) == pytest.approx(got.ceiling)
    assert min(scores) == pytest.approx(got.floor)
    assert got.model == pytest.approx(scores[0])
    assert got.person == pytest.approx(scores[-1])


@settings(deadline=None, max_examples=60)
@given(items)
def test_the_curve_point_by_point(rows):
    priority, model, person = (np.array(each) for each in zip(*rows, strict=True))
    share, accuracy = joint_curve(priority, model, person)
    cuts = [np.inf, *sorted(set(priority.tolist()), reverse=True)]
    assert len(share) == len(cuts)
    for s, a, cut in zip(share, accuracy, cuts, strict=True):
        want = joint_outcomes(model, person, priority >= cut)
        assert s == pytest.approx(want.deferred)
        assert a == pytest.approx(want.accuracy)


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: risk_coverage([], []), "confidence"),
        (lambda: risk_coverage([0.5, np.nan], [0, 1]), "finite"),
        (lambda: risk_coverage([0.5, 0.6], [0, 2]), "right"),
        (lambda: risk_coverage([0.5, 0.6], [1]), "right"),
        (lambda: chow_threshold(-0.1), "cost"),
        (lambda: chow_threshold(float("nan")), "cost"),
        (lambda: chow_threshold(0.1, classes=1), "classes"),
        (lambda: deferral_gain([1.2], 0.5), "p holds"),
        (lambda: deferral_gain([0.2], [np.nan]), "q holds"),
        (lambda: deferral_gain([0.2, 0.3], [0.5, 0.5, 0.5]), "shape"),
        (lambda: deferral_gain([0.2], 0.5, time=-1), "time"),
        (lambda: defer_best([1.0], -1), "capacity"),
        (lambda: defer_best([1.0], 1.5), "capacity"),  # type: ignore[arg-type]
        (lambda: defer_best([[1.0]], 1), "gain"),
        (lambda: joint_outcomes([], [], []), "model_right"),
        (lambda: joint_outcomes([1, 0], [1], [0, 0]), "person_right"),
        (lambda: joint_outcomes([1, 0], [1, 1], [0, 3]), "deferred"),
        (lambda: joint_curve([1.0], [1], [0.5]), "person_right"),
    ],
)
def test_bad_input_is_named(call, word):
    with pytest.raises(ValueError, match=word):
        call()
