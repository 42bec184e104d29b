"""The gradient noise scale: unbiased by simulation, and the best rate by search."""

import math

import numpy as np
import pytest

from ftlib import optim


def test_a_hand_computed_case():
    """Gradients (3, 0) and (1, 0): mean (2, 0), variance 2, |G|² = 4 − 2/2."""
    got = optim.noise_scale([9.0, 1.0], 4.0)
    assert (got.noise, got.signal) == (2.0, 3.0)
    assert got.batch == pytest.approx(2 / 3)


def test_both_estimates_are_unbiased():
    rng = np.random.default_rng(0)
    mean, spread = np.array([0.3, -0.2, 0.0]), np.array([1.0, 0.5, 2.0])
    draws = mean + spread * rng.normal(size=(20_000, 10, 3))
    found = [optim.noise_scale((g**2).sum(axis=1), (g.mean(axis=0) ** 2).sum()) for g in draws]
    for values, want in (
        ([each.noise for each in found], (spread**2).sum()),
        ([each.signal for each in found], (mean**2).sum()),
    ):
        assert abs(np.mean(values) - want) <= 4 * np.std(values) / math.sqrt(len(values))


def test_no_gradient_in_sight_is_an_infinite_scale():
    assert optim.noise_scale([1.0, 1.0], 0.0).batch == math.inf


@pytest.mark.parametrize("batch", [1, 7, 500])
def test_best_rate_is_the_minimum_of_the_expected_loss(batch):
    """−η G² + η² h (G² + Σ/B)/2 in one dimension, on a fine grid of rates."""
    slope, curvature, variance = 0.5, 2.0, 3.0
    rates = np.linspace(1e-4, 1.0, 100_001)
    loss = -rates * slope**2 + 0.5 * rates**2 * curvature * (slope**2 + variance / batch)
    got = optim.best_rate(1 / curvature, batch, variance / slope**2)
    assert got == pytest.approx(rates[loss.argmin()], abs=1e-5)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: optim.noise_scale([1.0], 1.0), "square_norms has shape"),
        (lambda: optim.noise_scale([1.0, 1.0], 2.0), "cannot be longer"),
        (lambda: optim.best_rate(0.0, 1, 1.0), "full_batch_rate"),
        (lambda: optim.best_rate(1.0, 0, 1.0), "batch is 0"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()
