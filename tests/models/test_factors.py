"""Factorisation by scikit-learn's ridge, by slopes that vanish, and by a table that has rank 2."""

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from ftlib.models.factors import fit_implicit, fit_ratings, implicit_person, ridge_step

rng = np.random.default_rng(0)


def test_a_step_is_weighted_ridge_regression():
    y, r, w = rng.normal(size=(20, 3)), rng.normal(size=20), rng.uniform(0, 2, 20)
    want = Ridge(alpha=0.7, fit_intercept=False).fit(y, r, sample_weight=w).coef_
    assert ridge_step(y, r, w, 0.7) == pytest.approx(want)


def table():
    """A table of rank 2 above means and biases, most of it seen."""
    of_people, of_items = rng.normal(0, 0.5, 30), rng.normal(0, 0.5, 25)
    full = 3 + of_people[:, None] + of_items + rng.normal(size=(30, 2)) @ rng.normal(size=(2, 25))
    p, i = np.nonzero(rng.random((30, 25)) < 0.8)
    return full, p, i


def test_unseen_ratings_of_a_low_rank_table_are_found():
    full, p, i = table()
    unseen = np.ones_like(full, bool)
    unseen[p, i] = False
    errors = {}
    for rank in (0, 2):
        got = fit_ratings(
            p, i, full[p, i], full.shape, rank=rank, penalty=0.05, bias_penalty=0.05, sweeps=40
        )
        errors[rank] = np.sqrt(np.mean((got.scores() - full)[unseen] ** 2))
    assert errors[2] < 0.35 * errors[0]


def test_biases_alone_are_their_ridge_optimum():
    full, p, i = table()
    r = full[p, i]
    got = fit_ratings(p, i, r, full.shape, rank=0, bias_penalty=2.0)
    rest = r - got.mean - got.of_people[p] - got.of_items[i]
    slope = np.bincount(p, rest) - 2.0 * got.of_people
    assert np.abs(slope).max() < 1e-9  # the side that was fitted last
    assert np.abs(np.bincount(i, rest) - 2.0 * got.of_items).max() < 1e-3


def test_implicit_factors_are_an_exact_step_of_each_side():
    full, p, i = table()
    got = fit_implicit(p, i, full.shape, rank=3, confidence=4.0, penalty=0.5)
    seen = np.zeros(full.shape)
    seen[p, i] = 1
    for column in (0, 7):
        want = ridge_step(got.people, seen[:, column], 1 + 4.0 * seen[:, column], 0.5)
        assert got.items[column] == pytest.approx(want)
    loss = []
    for sweeps in (1, 2, 4, 8):
        f = fit_implicit(p, i, full.shape, rank=3, confidence=4.0, penalty=0.5, sweeps=sweeps)
        fit = ((1 + 4.0 * seen) * (seen - f.scores()) ** 2).sum()
        loss.append(fit + 0.5 * ((f.people**2).sum() + (f.items**2).sum()))
    assert loss == sorted(loss, reverse=True)


def test_a_new_person_is_one_step():
    items = rng.normal(size=(9, 3))
    got = implicit_person(items, [2, 5], 4.0, 0.5)
    target = np.zeros(9)
    target[[2, 5]] = 1
    slope = items.T @ ((1 + 4.0 * target) * (items @ got - target)) + 0.5 * got
    assert np.abs(slope).max() < 1e-10
    assert implicit_person(items, [], 4.0, 0.5) == pytest.approx(np.zeros(3))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: ridge_step([[1.0]], [1.0, 2.0], [1.0], 1.0), "shapes"),
        (lambda: ridge_step([[1.0]], [1.0], [1.0], 0.0), "penalty"),
        (lambda: ridge_step([[1.0]], [1.0], [-1.0], 1.0), "weights"),
        (lambda: fit_ratings([], [], [], (2, 2)), "pairs"),
        (lambda: fit_ratings([0, 2], [0, 1], [1, 2], (2, 2)), "outside"),
        (lambda: fit_ratings([0, 1], [0, 1], [1], (2, 2)), "one each"),
        (lambda: fit_implicit([0], [0], (1, 1), rank=0), "rank"),
        (lambda: fit_implicit([0], [0], (1, 1), confidence=0), "confidence"),
    ],
)
def test_bad_input_is_named(call, said):
    with pytest.raises(ValueError, match=said):
        call()
