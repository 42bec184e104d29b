"""The Fréchet distance: by hand in one dimension, by matrix roots in more, and bad input."""

import numpy as np
import pytest
from scipy.linalg import sqrtm
from scipy.optimize import linear_sum_assignment

from ftlib.evaluate import frechet_distance, frechet_features


def law(rng, d, rank=None):
    factor = rng.normal(size=(d, rank or d))
    return rng.normal(size=d), factor @ factor.T


@pytest.mark.parametrize(("m1", "s1", "m2", "s2"), [(0, 1, 3, 1), (1, 2, 1, 0.5), (-2, 3, 4, 0)])
def test_one_dimension_by_hand(m1, s1, m2, s2):
    got = frechet_distance([m1], [[s1**2]], [m2], [[s2**2]])
    assert got == pytest.approx((m1 - m2) ** 2 + (s1 - s2) ** 2, abs=1e-12)


def test_diagonal_laws_add_up():
    got = frechet_distance([0, 1], np.diag([4.0, 9.0]), [2, 1], np.diag([1.0, 25.0]))
    assert got == pytest.approx(2**2 + (2 - 1) ** 2 + (3 - 5) ** 2, abs=1e-12)


@pytest.mark.parametrize("d", [1, 2, 5, 20])
def test_the_root_of_the_product(d):
    rng = np.random.default_rng(d)
    (m1, c1), (m2, c2) = law(rng, d), law(rng, d)
    want = ((m1 - m2) ** 2).sum() + np.trace(c1 + c2 - 2 * sqrtm(c1 @ c2).real)
    assert frechet_distance(m1, c1, m2, c2) == pytest.approx(want, rel=1e-8)


def test_symmetric_turned_and_zero():
    rng = np.random.default_rng(0)
    (m1, c1), (m2, c2) = law(rng, 4), law(rng, 4)
    turn, _ = np.linalg.qr(rng.normal(size=(4, 4)))
    there = frechet_distance(m1, c1, m2, c2)
    assert frechet_distance(m2, c2, m1, c1) == pytest.approx(there, rel=1e-10)
    turned = frechet_distance(turn @ m1, turn @ c1 @ turn.T, turn @ m2, turn @ c2 @ turn.T)
    assert turned == pytest.approx(there, rel=1e-10)
    assert frechet_distance(m1, c1, m1, c1) == pytest.approx(0, abs=1e-10)


def test_rounding_never_makes_it_negative():
    rng = np.random.default_rng(0)
    laws = [law(rng, 5) for _ in range(50)]
    assert min(frechet_distance(m, c, m, c) for m, c in laws) == 0


def test_singular_covariances():
    rng = np.random.default_rng(1)
    m, c = law(rng, 6, rank=2)
    # Doubling the spread moves each point by its own deviation: the distance is tr C.
    assert frechet_distance(m, c, m, 4 * c) == pytest.approx(np.trace(c), rel=1e-6)


def test_features_use_mean_and_unbiased_covariance():
    a, b = np.array([[0.0], [2.0], [4.0]]), np.array([[1.0], [2.0]])
    want = (2 - 1.5) ** 2 + (2 - np.sqrt(0.5)) ** 2
    assert frechet_features(a, b) == pytest.approx(want, abs=1e-12)


def test_it_is_the_cheapest_matching_of_normal_samples():
    rng = np.random.default_rng(2)
    scale = np.array([[2.0, 0.5], [0.0, 0.4]])
    x, y = rng.normal(size=(1200, 2)), rng.normal(size=(1200, 2)) @ scale + [1.0, -1.0]
    cost = ((x[:, None] - y[None]) ** 2).sum(axis=2)
    matched = cost[linear_sum_assignment(cost)].mean()
    assert frechet_distance([0, 0], np.eye(2), [1, -1], scale.T @ scale) == pytest.approx(
        matched, rel=0.1
    )
    assert frechet_features(x, y) == pytest.approx(matched, rel=0.05)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([0, 0], np.eye(3), [0, 0], np.eye(2)), "mean has shape"),
        (([0, 0], np.eye(2), [0], np.eye(1)), "one dimension"),
        (([0, np.nan], np.eye(2), [0, 0], np.eye(2)), "NaN"),
        (([0, 0], [[1, 2], [0, 1]], [0, 0], np.eye(2)), "not symmetric"),
        (([0, 0], np.eye(2), [0, 0], [[1, 0], [0, -1]]), "other_covariance has the eigenvalue -1"),
        (([0], [[-1e-3]], [0], [[1]]), "eigenvalue -0.001"),
        (([], np.eye(0), [], np.eye(0)), "give"),
    ],
)
def test_bad_laws(arguments, words):
    with pytest.raises(ValueError, match=words):
        frechet_distance(*arguments)


@pytest.mark.parametrize(
    ("features", "other", "words"),
    [
        (np.ones((1, 2)), np.ones((5, 2)), "features has shape"),
        (np.ones((5, 2)), np.ones(5), "other has shape"),
        (np.ones((5, 2)), np.ones((5, 3)), "one network"),
        (np.ones((5, 2)), np.full((5, 2), np.inf), "other holds NaN"),
    ],
)
def test_bad_features(features, other, words):
    with pytest.raises(ValueError, match=words):
        frechet_features(features, other)
