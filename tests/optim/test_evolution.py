"""Evolution strategies against closed forms on a quadratic, and on losses without slopes."""

import math

import numpy as np
import pytest

from ftlib import optim


def quadratic(seed, d):
    root = np.random.default_rng(seed).normal(size=(d, d))
    matrix = root @ root.T / d
    return matrix, lambda theta: 0.5 * theta @ matrix @ theta + 3.0


@pytest.mark.parametrize("seed", range(3))
def test_the_estimate_is_unbiased_with_the_variance_of_theory(seed):
    d, pairs, repeats = 5, 3, 4000
    matrix, loss = quadratic(seed, d)
    theta, rng = np.arange(1.0, d + 1), np.random.default_rng(seed)
    g = matrix @ theta
    estimates = np.array(
        [
            optim.smoothed_gradient(loss, theta, sigma=0.3, pairs=pairs, rng=rng)
            for _ in range(repeats)
        ]
    )
    spread = np.linalg.norm(g) * math.sqrt(2 / pairs / repeats)  # of one coordinate, at most
    assert np.abs(estimates.mean(axis=0) - g).max() < 5 * spread
    square = (estimates**2).sum(axis=1).mean() / (g @ g)
    assert square == pytest.approx(1 + (d + 1) / pairs, rel=0.1)


def test_a_step_is_smoothed_into_a_slope():
    # L = [x > 0] becomes the normal distribution function, whose slope at 0 is 1/(σ √(2π)).
    rng = np.random.default_rng(0)
    got = optim.smoothed_gradient(
        lambda theta: float(theta[0] > 0), [0.0], sigma=2.0, pairs=20_000, rng=rng
    )
    assert got[0] == pytest.approx(1 / (2 * math.sqrt(2 * math.pi)), rel=0.03)


@pytest.mark.parametrize(("d", "pairs"), [(1, 1), (10, 1), (10, 5), (40, 8)])
def test_the_expected_progress_of_the_best_rate(d, pairs):
    rate, factor = optim.pair_shrinkage(d, pairs)
    rng, left = np.random.default_rng(d), []
    theta = rng.normal(size=d)
    for _ in range(3000):
        epsilon = rng.standard_normal((pairs, d))
        after = theta - rate * (epsilon @ theta) @ epsilon / pairs
        left.append(after @ after / (theta @ theta))
    spread = np.std(left) / math.sqrt(len(left))
    assert abs(np.mean(left) - factor) < 4 * spread


def test_the_rate_is_the_best():
    d, pairs = 7, 3
    rate, factor = optim.pair_shrinkage(d, pairs)

    def left(eta):
        return 1 - 2 * eta + eta**2 * (1 + (d + 1) / pairs)

    assert left(rate) == pytest.approx(factor)
    assert left(0.99 * rate) > factor < left(1.01 * rate)


@pytest.mark.parametrize("d", [2, 10, 30])
def test_evolution_finds_the_bottom_of_a_quadratic(d):
    rng = np.random.default_rng(1)
    found = optim.evolve(
        lambda theta: float(theta @ theta),
        np.ones(d),
        sigma=0.5,
        evaluations=200 * d + 500,
        rng=rng,
        target=1e-8,
    )
    assert found.reached is not None
    assert found.losses[-1] <= 1e-8
    assert found.best @ found.best == found.losses[-1]
    assert found.reached == found.evaluations[-1]


def test_only_the_order_of_the_losses_counts():
    def run(loss):
        rng = np.random.default_rng(3)
        return optim.evolve(loss, np.ones(4), sigma=0.5, evaluations=400, rng=rng)

    one = run(lambda theta: float(theta @ theta))
    other = run(lambda theta: math.log(float(theta @ theta)) * 7)
    assert np.array_equal(one.theta, other.theta)


def test_it_climbs_stairs_that_have_no_slope():
    def stairs(theta):
        return float(np.floor(np.abs(theta)).sum())

    found = optim.evolve(
        stairs,
        np.full(6, 9.5),
        sigma=2.0,
        evaluations=5000,
        rng=np.random.default_rng(0),
        target=0.0,
    )
    assert found.reached is not None


def test_losses_fall_and_the_budget_is_kept():
    found = optim.evolve(
        lambda theta: float(theta @ theta),
        np.ones(3),
        sigma=1.0,
        evaluations=50,
        rng=np.random.default_rng(0),
        offspring=8,
    )
    assert found.evaluations.tolist() == [8, 16, 24, 32, 40, 48]
    assert (np.diff(found.losses) <= 0).all()
    assert found.reached is None


def test_the_same_seed_is_the_same_search_and_theta_stays():
    start = np.ones(3)
    runs = [
        optim.evolve(
            lambda t: float(t @ t),
            start,
            sigma=1.0,
            evaluations=60,
            rng=np.random.default_rng(5),
        ).theta
        for _ in range(2)
    ]
    assert np.array_equal(*runs)
    assert np.array_equal(start, np.ones(3))


def flat(theta):
    return 0.0


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"theta": np.ones((2, 2))}, "theta has shape"),
        ({"theta": []}, "theta has shape"),
        ({"sigma": 0.0}, "sigma is 0.0"),
        ({"offspring": 3}, "offspring is 3"),
        ({"evaluations": 2}, "evaluations is 2"),
        ({"loss": lambda theta: math.nan}, "the loss is nan"),
    ],
)
def test_what_evolve_refuses(changes, says):
    given = {"loss": flat, "theta": np.ones(2), "sigma": 1.0, "evaluations": 20} | changes
    with pytest.raises(ValueError, match=says):
        optim.evolve(rng=np.random.default_rng(0), **given)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"sigma": -1.0}, "sigma is -1.0"),
        ({"pairs": 0}, "pairs is 0"),
        ({"loss": lambda theta: math.inf}, "the loss is inf"),
    ],
)
def test_what_the_estimate_refuses(changes, says):
    given = {"loss": flat, "theta": np.ones(2), "sigma": 1.0, "pairs": 1} | changes
    with pytest.raises(ValueError, match=says):
        optim.smoothed_gradient(rng=np.random.default_rng(0), **given)


def test_what_the_shrinkage_refuses():
    with pytest.raises(ValueError, match="d is 0"):
        optim.pair_shrinkage(0, 1)
    with pytest.raises(ValueError, match="pairs is 0"):
        optim.pair_shrinkage(1, 0)
