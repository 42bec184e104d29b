"""Lists against scikit-learn and by hand, sampled ranks by drawing, the Gini by its double sum."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sklearn.metrics import ndcg_score

from ftlib.evaluate import (
    gini,
    held_out_ranks,
    ndcg_at_k,
    recall_at_k,
    sampled_hit_probability,
)


def test_a_list_by_hand():
    relevance, scores = [[0, 1, 0, 1]], [[0.9, 0.8, 0.1, 0.2]]  # places 1, 2, 4, 3
    best = 1 + 1 / math.log2(3)
    assert ndcg_at_k(relevance, scores, 2)[0] == pytest.approx((1 / math.log2(3)) / best)
    assert ndcg_at_k(relevance, scores, 3)[0] == pytest.approx((1 / math.log2(3) + 0.5) / best)
    assert recall_at_k(relevance, scores, 2)[0] == 0.5
    assert recall_at_k(relevance, scores, 3)[0] == 1.0


@pytest.mark.parametrize("k", [1, 3, 10, 50])
@pytest.mark.parametrize("seed", range(4))
def test_ndcg_is_that_of_scikit_learn_ties_included(seed, k):
    rng = np.random.default_rng(seed)
    gains = rng.integers(0, 4, (5, 12)).astype(float)
    gains[:, 0] = 1.0
    scores = rng.integers(0, 5, (5, 12)).astype(float)
    assert ndcg_at_k(gains, scores, k).mean() == pytest.approx(ndcg_score(gains, scores, k=k))


def test_recall_shares_places_of_equal_scores():
    assert recall_at_k([[1, 0, 0, 0]], [[5, 5, 5, 5]], 1)[0] == pytest.approx(0.25)
    assert recall_at_k([[1, 0, 0, 0]], [[5, 9, 5, 5]], 2)[0] == pytest.approx(1 / 3)


def test_an_item_taken_out_is_never_found():
    assert recall_at_k([[1, 1]], [[-np.inf, 0.0]], 2)[0] == 0.5
    assert ndcg_at_k([[1, 0]], [[-np.inf, 0.0]], 2)[0] == 0.0


def test_nothing_relevant_is_no_number():
    assert np.isnan(recall_at_k([[0, 0]], [[1, 2]], 1)[0])
    assert np.isnan(ndcg_at_k([[0, 0]], [[1, 2]], 1)[0])


def test_ranks_count_those_above_and_half_of_the_level_ones():
    scores = [[3.0, 1.0, 2.0, -np.inf], [1.0, 1.0, 1.0, 0.0]]
    assert held_out_ranks(scores, [2, 0]).tolist() == [2.0, 2.0]


@pytest.mark.parametrize("rank", [1, 5, 20, 41])
def test_a_sampled_hit_by_drawing(rank):
    rng = np.random.default_rng(rank)
    others = rng.integers(1, 41, (40_000, 30))  # places of 30 of the 40 other items
    above = (others < rank).sum(axis=1)
    want = (above < 5).mean()
    assert sampled_hit_probability(rank, 41, 30, 5) == pytest.approx(want, abs=0.012)


def test_gini_by_its_double_sum():
    counts = np.random.default_rng(0).integers(0, 9, 15).astype(float)
    want = np.abs(counts[:, None] - counts).sum() / (2 * 15 * counts.sum())
    assert gini(counts) == pytest.approx(want)
    assert gini([2, 2, 2]) == pytest.approx(0.0)
    assert gini([0, 0, 0, 7]) == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: ndcg_at_k([1, 0], [1, 0], 1), "shape"),
        (lambda: ndcg_at_k([[1, 0]], [[1, 0]], 0), "at least 1"),
        (lambda: ndcg_at_k([[-1, 0]], [[1, 0]], 1), "negative"),
        (lambda: recall_at_k([[1, 0]], [[np.nan, 0]], 1), "nan"),
        (lambda: held_out_ranks([[1.0, 2.0]], [0, 1]), "shape"),
        (lambda: held_out_ranks([[-np.inf, 2.0]], [0]), "-inf"),
        (lambda: sampled_hit_probability(7, 6, 3, 1), "rank"),
        (lambda: sampled_hit_probability(1, 6, 0, 1), "at least"),
        (lambda: gini([]), "counts"),
        (lambda: gini([0, 0]), "counts"),
        (lambda: gini([1, -1]), "counts"),
    ],
)
def test_bad_input_is_named(call, said):
    with pytest.raises(ValueError, match=said):
        call()
