"""A threshold that keeps its promise: against the binomial, by hand, and in many drawn worlds."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ftlib.evaluate import accuracy_with_strays, lower_end, promised_threshold


def test_the_walk_stops_at_the_first_failure():
    right = [1] * 40 + [0] * 10 + [1] * 50  # good, bad, good
    sure = np.arange(100, 0, -1)
    shares = (0.3, 0.4, 0.5, 1.0)
    assert promised_threshold(sure, right, 0.9, shares=shares) == 61  # the first 40
    # All hundred would pass by themselves: the walk does not get there.
    assert lower_end(90, 100, 0.1) >= 0.85 > lower_end(40, 50, 0.1)
    assert promised_threshold(sure, right, 0.85, shares=shares) == 61
    assert promised_threshold(sure, right, 0.85, shares=(1.0,)) == 1


def test_nothing_can_be_promised_on_few_or_wrong_items():
    assert promised_threshold([3, 2, 1], [1, 1, 1], 0.9) == math.inf
    assert promised_threshold(np.arange(200), np.zeros(200), 0.5) == math.inf


def test_just_enough_is_enough():
    sure, right = np.arange(40), np.ones(40)
    assert promised_threshold(sure, right, lower_end(40, 40, 0.1), shares=(1.0,)) == 0


@pytest.mark.parametrize(
    ("count", "share", "place"), [(5, 0.5, 3), (100, 0.55, 55), (4, 0.5, 2), (3, 1e-12, 1)]
)
def test_a_share_that_is_no_whole_number_of_items_is_rounded_up(count, share, place):
    sure = np.arange(count, 0, -1)
    got = promised_threshold(sure, np.ones(count), 0.4, risk=0.5, shares=(share,))
    assert got == sure[place - 1]


def test_equal_confidences_are_answered_together():
    sure = [2.0] * 60 + [1.0] * 40
    right = [1] * 30 + [0] * 30 + [1] * 40
    assert promised_threshold(sure, right, 0.8, shares=(0.1, 0.3)) == math.inf
    assert promised_threshold(sure, right, 0.35, shares=(0.1, 0.3)) == 2.0


def test_the_order_of_the_items_does_not_matter():
    rng = np.random.default_rng(0)
    sure, right = rng.normal(size=300), rng.random(300) < 0.99
    order = rng.permutation(300)
    first = promised_threshold(sure, right, 0.9)
    assert math.isfinite(first)
    assert promised_threshold(sure[order], right[order], 0.9) == first


def test_the_promise_is_kept_about_as_often_as_said():
    """Confidence u uniform, right with probability u: above t the accuracy is (1 + t) / 2."""
    rng = np.random.default_rng(1)
    broken = chosen = 0
    for _ in range(400):
        u = rng.random(600)
        t = promised_threshold(u, rng.random(600) < u, 0.8, risk=0.1)
        broken += math.isfinite(t) and (1 + t) / 2 < 0.8
        chosen += math.isfinite(t)
    assert broken <= 400 * 0.1 + 3 * math.sqrt(400 * 0.09)
    assert broken >= 4  # no wider margin than the risk asks for
    assert chosen >= 350  # and no empty promise


def test_strays_lower_the_accuracy_as_counted():
    # 80 known questions, half answered, 36 of those 40 right; 20 strays, a quarter answered.
    assert accuracy_with_strays(0.9, 0.5, 0.25, 0.2) == pytest.approx(36 / 45)
    assert accuracy_with_strays(0.9, 0.5, 0.25, 0.0) == pytest.approx(0.9)
    assert accuracy_with_strays(0.9, 0.5, 0.25, 1.0) == 0.0
    assert math.isnan(accuracy_with_strays(0.9, 0.0, 0.0, 0.2))


@pytest.mark.parametrize(
    ("arguments", "options", "said"),
    [
        (([], [], 0.9), {}, "confidence has shape"),
        (([1.0], [1, 0], 0.9), {}, r"confidence has shape \(1,\) and right \(2,\)"),
        (([[1.0]], [[1]], 0.9), {}, r"confidence has shape \(1, 1\)"),
        (([1.0], [np.nan], 0.9), {}, "other than 0 and 1"),
        (([np.nan], [1], 0.9), {}, "not finite"),
        (([1.0], [2], 0.9), {}, "other than 0 and 1"),
        (([1.0], [1], 1.0), {}, r"accuracy is 1\.0"),
        (([1.0], [1], np.nan), {}, "accuracy is nan"),
        (([1.0], [1], 0.9), {"risk": 0.0}, r"risk is 0\.0"),
        (([1.0], [1], 0.9), {"shares": ()}, "shares is"),
        (([1.0], [1], 0.9), {"shares": (0.0, 1.0)}, "shares is"),
        (([1.0], [1], 0.9), {"shares": (0.5, 0.2)}, "rising"),
        (([1.0], [1], 0.9), {"shares": (0.5, 0.5)}, "rising"),
        (([1.0], [1], 0.9), {"shares": (0.5, np.nan)}, "shares is"),
    ],
)
def test_bad_input_is_named(arguments, options, said):
    with pytest.raises(ValueError, match=said):
        promised_threshold(*arguments, **options)


def test_a_share_of_strays_outside_its_range_is_named():
    with pytest.raises(ValueError, match=r"strays is 1\.5"):
        accuracy_with_strays(0.9, 0.5, 0.2, 1.5)


def test_where_every_threshold_breaks_the_promise_few_are_given():
    """The hardest world: answers are right with the same probability, just less than promised."""
    rng = np.random.default_rng(2)
    given = sum(
        math.isfinite(promised_threshold(rng.random(200), rng.random(200) < 0.799, 0.8))
        for _ in range(2000)
    )
    assert 0.02 <= given / 2000 <= 0.1 + 3 * math.sqrt(0.09 / 2000)
