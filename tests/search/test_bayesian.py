"""The Gaussian process against scikit-learn; expected improvement against sampling and slopes."""

import math

import numpy as np
import pytest
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern

from ftlib import search

RNG = np.random.default_rng(0)
X, Y, NEW = RNG.uniform(size=(12, 3)), RNG.normal(size=12), RNG.uniform(size=(20, 3))
HYPER = {"length": np.array([0.3, 0.8, 2.0]), "amplitude": 1.7, "noise": 0.2}


@pytest.fixture(scope="module")
def peer():
    kernel = ConstantKernel(1.7**2) * Matern(HYPER["length"], nu=2.5)
    model = GaussianProcessRegressor(kernel, alpha=0.2**2, optimizer=None)
    return model.fit(X, Y - Y.mean())


def test_posterior_is_scikit_learns(peer):
    mean, spread = search.posterior(X, Y, NEW, **HYPER)
    want_mean, want_spread = peer.predict(NEW, return_std=True)
    np.testing.assert_allclose(mean, want_mean + Y.mean(), rtol=1e-9, atol=1e-11)
    np.testing.assert_allclose(spread, want_spread, rtol=1e-8)


def test_evidence_is_scikit_learns(peer):
    got = search.log_evidence(X, Y, **HYPER)
    assert got == pytest.approx(peer.log_marginal_likelihood_value_, rel=1e-10)


def test_posterior_by_conditioning_a_joint_normal():
    """Two settings, one of them measured: the regression line of a bivariate normal."""
    rho = float(search.matern([[0.0]], [[1.0]])[0, 0])
    mean, spread = search.posterior([[0.0]], [2.0], [[1.0]], amplitude=3.0, noise=1.0)
    assert mean[0] == pytest.approx(2.0)  # one score is its own mean: nothing to regress
    assert spread[0] == pytest.approx(math.sqrt(9 - (9 * rho) ** 2 / 10))


def test_far_from_all_trials_the_prior_is_left():
    mean, spread = search.posterior(X, Y, np.full((1, 3), 1e3), **HYPER)
    assert mean[0] == pytest.approx(Y.mean())
    assert spread[0] == pytest.approx(1.7)


def test_nearly_without_noise_it_passes_through_the_trials():
    mean, spread = search.posterior(X, Y, X, length=0.3, noise=1e-6)
    np.testing.assert_allclose(mean, Y, atol=1e-6)
    assert spread.max() < 1e-5


def test_improvement_by_sampling():
    draws = np.random.default_rng(3).normal(0.4, 0.7, size=2_000_000)
    want = np.maximum(draws - 0.9, 0).mean()
    assert search.expected_improvement(0.4, 0.7, 0.9) == pytest.approx(want, rel=5e-3)


def test_slopes_of_the_improvement():
    """∂/∂μ = Φ(u) and ∂/∂s = φ(u), by central differences."""
    mu, s, best, h = 0.3, 0.5, 0.6, 1e-5
    u = (mu - best) / s
    by_mean = search.expected_improvement([mu + h, mu - h], [s, s], best)
    by_spread = search.expected_improvement([mu, mu], [s + h, s - h], best)
    upper = 0.5 * math.erfc(-u / math.sqrt(2))
    assert (by_mean[0] - by_mean[1]) / (2 * h) == pytest.approx(upper, rel=1e-8)
    density = math.exp(-u * u / 2) / math.sqrt(2 * math.pi)
    assert (by_spread[0] - by_spread[1]) / (2 * h) == pytest.approx(density, rel=1e-8)


def test_improvement_at_the_edges():
    got = search.expected_improvement([1.0, -1.0, -50.0, 0.0], [0.0, 0.0, 1.0, 2.0], 0.0)
    np.testing.assert_allclose(got, [1.0, 0.0, 0.0, 2 / math.sqrt(2 * math.pi)], atol=1e-15)
    assert (got >= 0).all()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: search.matern(X, NEW[:, :2]), "shapes"),
        (lambda: search.matern(X, NEW, length=0.0), "length is 0.0"),
        (lambda: search.posterior(X, Y[:3], NEW), "12 rows"),
        (lambda: search.posterior(X, Y, NEW, noise=0.0), "noise is 0.0"),
        (lambda: search.posterior(X, Y, NEW, amplitude=-1.0), "amplitude is -1.0"),
        (lambda: search.expected_improvement([1.0], [1.0, 2.0], 0.0), "one for each"),
        (lambda: search.expected_improvement([1.0], [-1.0], 0.0), "negative"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()
