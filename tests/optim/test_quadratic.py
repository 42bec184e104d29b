"""Paths, the stability limit and the range test, where the answer is known in closed form."""

import numpy as np
import pytest

from ftlib import optim

BOWL = np.array([[3.0, 1.0], [1.0, 3.0]])  # eigenvalues 2 and 4


def slope(theta):
    return BOWL @ theta


def test_path_of_gradient_descent_is_a_power_of_a_matrix():
    got = optim.path(optim.sgd, slope, [1.0, -0.5], 12, learning_rate=0.3)
    assert got.shape == (13, 2)
    shrink = np.eye(2) - 0.3 * BOWL
    for t in range(13):
        want = np.linalg.matrix_power(shrink, t) @ [1.0, -0.5]
        np.testing.assert_allclose(got[t], want, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize(("mu", "limit"), [(0.0, 0.5), (0.5, 0.75), (0.9, 0.95)])
def test_stability_limit(mu, limit):
    """λ_max = 4, so the limit is (1 + μ)/2; 1 % below it shrinks and 1 % above it grows."""
    assert optim.stability_limit(BOWL, momentum=mu) == pytest.approx(limit, rel=1e-12)
    far = {}
    for factor in (0.99, 1.01):
        rate = factor * optim.stability_limit(BOWL, momentum=mu)
        rows = optim.path(optim.momentum, slope, [1.0, 0.3], 4000, learning_rate=rate, momentum=mu)
        far[factor] = np.abs(rows[-1]).max()
    assert far[0.99] < 1e-6
    assert far[1.01] > 1e6


def test_path_of_no_steps_is_the_start():
    np.testing.assert_array_equal(optim.path(optim.adam, slope, [[1.0]], 0), [[[1.0]]])


@pytest.mark.parametrize(
    ("hessian", "sentence"),
    [
        (np.zeros((2, 3)), r"hessian has shape \(2, 3\) and must be square"),
        (np.array([[1.0, 2.0], [0.0, 1.0]]), "must be square and symmetric"),
        (-np.eye(2), "largest eigenvalue -1; the loss curves upwards nowhere"),
    ],
)
def test_stability_limit_refuses(hessian, sentence):
    with pytest.raises(ValueError, match=sentence):
        optim.stability_limit(hessian)


def quadratic_model(curvature, start=1.0):
    """An update of ½ c θ² by gradient descent, and the θ it holds."""
    held = {"theta": start}

    def update(rate):
        loss = 0.5 * curvature * held["theta"] ** 2
        held["theta"] -= rate * curvature * held["theta"]
        return loss

    return update


@pytest.mark.parametrize("curvature", [0.1, 1.0, 100.0])
def test_range_test_explodes_beyond_the_stability_limit(curvature):
    result = optim.range_test(
        quadratic_model(curvature), low=1e-4 / curvature, high=1e4 / curvature, steps=200, beta=0.0
    )
    limit = 2 / curvature
    assert limit / 10 < result.lowest < limit * 1.5
    assert result.suggestion == pytest.approx(result.lowest / 10)
    assert limit < result.rates[-1] < 1e3 / curvature  # it ended early
    np.testing.assert_allclose(result.smoothed, result.losses)  # β = 0 smooths nothing


def test_range_test_smooths_by_weighted_means():
    losses = iter([3.0, 1.0, 2.0])
    result = optim.range_test(lambda rate: next(losses), low=1, high=4, steps=3, beta=0.5)
    np.testing.assert_allclose(result.rates, [1, 2, 4])
    np.testing.assert_allclose(result.losses, [3, 1, 2])
    np.testing.assert_allclose(result.smoothed, [3, (1.5 + 1) / 1.5, (0.75 + 0.5 + 2) / 1.75])
    assert result.lowest == 2


def test_range_test_ends_at_a_loss_that_is_no_number():
    losses = iter([1.0, 0.9, np.nan, 0.5])
    result = optim.range_test(lambda rate: next(losses), steps=4)
    assert len(result.rates) == len(result.losses) == len(result.smoothed) == 2


@pytest.mark.parametrize(
    ("hyper", "sentence"),
    [
        ({"low": 1.0, "high": 0.1}, "the rate must grow: low < high"),
        ({"low": 0.0}, "low is 0.0; give a finite number above 0"),
        ({"steps": 1}, "steps is 1; give a whole number from 2 up"),
        ({"beta": 1.0}, "beta is 1.0"),
        ({"stop": 0}, "stop is 0"),
    ],
)
def test_range_test_refuses(hyper, sentence):
    with pytest.raises(ValueError, match=sentence):
        optim.range_test(lambda rate: 1.0, **hyper)


def test_range_test_refuses_a_broken_model():
    with pytest.raises(ValueError, match="the first loss is nan; the model is broken"):
        optim.range_test(lambda rate: float("nan"))
