"""The cheapest class against every choice; balanced prices against the mean recall."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import torch

from ftlib.evaluate import cheapest_class


def test_by_hand():
    choice, cost, stake = cheapest_class([[0.7, 0.2, 0.1]], [1, 5, 1])
    assert choice.tolist() == [1]  # 0.7, 1.0, 0.1
    assert cost[0] == pytest.approx(0.8)
    assert stake[0] == pytest.approx(1.8)


def test_no_class_is_cheaper():
    rng = np.random.default_rng(0)
    p, miss = rng.dirichlet(np.ones(4), 300), np.array([1.0, 3.0, 0.0, 0.5])
    choice, cost, stake = cheapest_class(p, miss)
    each = np.stack([(np.delete(miss, k) * np.delete(p, k, 1)).sum(1) for k in range(4)], axis=1)
    assert cost == pytest.approx(each.min(axis=1), abs=1e-12)
    assert (choice == each.argmin(axis=1)).all()
    assert stake == pytest.approx(p @ miss)


def test_equal_prices_count_errors():
    p = np.random.default_rng(1).dirichlet(np.ones(5), 50)
    choice, cost, stake = cheapest_class(p, np.ones(5))
    assert (choice == p.argmax(1)).all()
    assert cost == pytest.approx(1 - p.max(1))
    assert stake == pytest.approx(np.ones(50))


def test_prices_of_one_over_the_share_are_best_for_the_mean_recall():
    # A world of 4 inputs and 3 classes, small enough to try all 81 rules.
    joint = np.random.default_rng(2).dirichlet(np.ones(12) * 0.5).reshape(4, 3)
    share = joint.sum(0)

    def recall(rule):
        return np.mean(
            [sum(joint[x, k] for x in range(4) if rule[x] == k) / share[k] for k in range(3)]
        )

    best = max(recall(rule) for rule in product(range(3), repeat=4))
    ours = cheapest_class(joint / joint.sum(1, keepdims=True), 1 / share)[0]
    assert recall(ours) == pytest.approx(best, abs=1e-12)
    assert recall(joint.argmax(1)) < best - 0.01


@pytest.mark.parametrize(
    ("p", "miss", "sentence"),
    [
        ([0.5, 0.5], [1, 1], r"p has shape \(2,\)"),
        ([[0.5, 0.5]], [1, 1, 1], r"miss \(3,\)"),
        ([[1.5, 0.5]], [1, 1], "outside"),
        ([[np.nan, 0.5]], [1, 1], "outside"),
        ([[0.5, 0.5]], [1, -1], "at least 0"),
        ([[0.5, 0.5]], [0, 0], "not all of them 0"),
        ([[0.5, 0.5]], [1, np.inf], "finite prices"),
        ([[0.5, 0.5]], [1, np.nan], "finite prices"),
        (np.zeros((2, 0)), [], "not all of them 0"),
        ([[0.5, 0.5], [0.9, 0.8]], [1, 1], r"p\[1\] adds up to 1.7; give probabilities"),
        ([[0.0, 0.0]], [1, 1], r"p\[0\] adds up to 0; "),
        ([[0.49, 0.49]], [1, 1], r"p\[0\] adds up to 0.98; "),
    ],
)
def test_bad_arguments_are_named(p, miss, sentence):
    with pytest.raises(ValueError, match=sentence):
        cheapest_class(p, miss)


def test_no_items_and_half_precision_are_taken():
    choice, cost, stake = cheapest_class(np.zeros((0, 2)), [1, 2])
    assert choice.shape == cost.shape == stake.shape == (0,)
    exact = np.random.default_rng(3).dirichlet(np.ones(6), 500)
    brief = torch.tensor(exact).bfloat16().float().numpy()  # rows miss 1 by up to 1/256
    for rounded in (exact.astype(np.float16), brief):
        assert (cheapest_class(rounded, np.ones(6))[0] == rounded.argmax(1)).all()


def test_prices_that_tie_name_the_first():
    assert cheapest_class([[0.2, 0.4, 0.4]], [2, 1, 1])[0].tolist() == [0]
