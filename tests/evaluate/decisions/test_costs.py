"""Thresholds and costs against enumeration."""

import numpy as np
import pytest

from ftlib.evaluate import cost_threshold, mean_cost


def test_the_threshold_is_where_both_answers_cost_the_same():
    for false_alarm, miss in [(1, 1), (10, 1), (0.2, 5)]:
        p = cost_threshold(false_alarm, miss)
        assert (1 - p) * false_alarm == pytest.approx(p * miss, rel=1e-12)


def test_no_other_threshold_is_cheaper_for_calibrated_probabilities():
    rng = np.random.default_rng(0)
    p = rng.random(200_000)
    y = rng.random(len(p)) < p
    costs = [mean_cost(y, p >= each, false_alarm=9, miss=1) for each in np.linspace(0.05, 1, 20)]
    best = np.linspace(0.05, 1, 20)[int(np.argmin(costs))]
    assert best == pytest.approx(cost_threshold(9, 1))


def test_costs_are_counted():
    y, said = [0, 0, 1, 1, 1], [1, 0, 0, 0, 1]
    assert mean_cost(y, said, false_alarm=10, miss=3) == pytest.approx((10 + 3 + 3) / 5)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: cost_threshold(0, 1), "false_alarm is 0; give a positive"),
        (lambda: cost_threshold(1, np.inf), "miss is inf; give a positive"),
        (lambda: mean_cost([0, 1], [1], false_alarm=1, miss=1), "one answer an item"),
        (lambda: mean_cost([0, 2], [1, 1], false_alarm=1, miss=1), "give 0 and 1 only"),
        (lambda: mean_cost([], [], false_alarm=1, miss=1), "N ≥ 1"),
    ],
)
def test_bad_arguments_are_named(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
