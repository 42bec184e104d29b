"""The four families against SciPy's distributions and complex-step differences."""

import numpy as np
import pytest
from scipy import stats

from ftlib.models import canonical_gradient, canonical_loss, canonical_mean

RNG = np.random.default_rng(0)
Z = RNG.normal(size=(6, 3)) * 2
OUTCOMES = {
    "bernoulli": RNG.integers(0, 2, size=Z.shape),
    "gaussian": RNG.normal(size=Z.shape),
    "poisson": RNG.poisson(2.0, size=Z.shape),
    "categorical": np.eye(3)[RNG.integers(0, 3, size=6)],
}


def surprise(family, z, y):
    """−log p(y), from SciPy's distributions in their usual parameters."""
    if family == "bernoulli":
        return -stats.bernoulli(1 / (1 + np.exp(-z))).logpmf(y)
    if family == "gaussian":
        return -stats.norm(z, 1).logpdf(y)
    if family == "poisson":
        return -stats.poisson(np.exp(z)).logpmf(y)
    p = np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)
    return np.array([-stats.multinomial(1, row).logpmf(one) for row, one in zip(p, y, strict=True)])


@pytest.mark.parametrize("family", OUTCOMES)
def test_the_loss_is_the_surprise(family):
    y = OUTCOMES[family]
    np.testing.assert_allclose(
        canonical_loss(family, Z, y), surprise(family, Z, y), rtol=1e-10, atol=1e-12
    )


@pytest.mark.parametrize("family", OUTCOMES)
def test_the_gradient_is_the_slope_of_the_surprise(family):
    y, h = OUTCOMES[family], 1e-6
    for place in np.ndindex(Z.shape):
        step = np.zeros_like(Z)
        step[place] = h
        slope = (surprise(family, Z + step, y) - surprise(family, Z - step, y)).sum() / (2 * h)
        assert canonical_gradient(family, Z, y)[place] == pytest.approx(slope, rel=1e-6, abs=1e-7)


def test_the_means_are_those_of_the_distributions():
    np.testing.assert_allclose(canonical_mean("poisson", [0.0, np.log(3)]), [1.0, 3.0])
    np.testing.assert_allclose(canonical_mean("bernoulli", [0.0, np.log(3)]), [0.5, 0.75])
    np.testing.assert_allclose(canonical_mean("gaussian", [-2.0]), [-2.0])
    np.testing.assert_allclose(canonical_mean("categorical", [0.0, np.log(3)]), [0.25, 0.75])


def test_large_logits_stay_finite():
    assert canonical_loss("bernoulli", 800.0, 0.0) == 800.0
    assert canonical_loss("bernoulli", -800.0, 0.0) == 0.0
    assert canonical_loss("categorical", [800.0, 0.0], [0.0, 1.0]) == 800.0


@pytest.mark.parametrize(
    ("family", "z", "y", "word"),
    [
        ("binomial", [1.0], [1.0], "family"),
        ("gaussian", [1.0, 2.0], [[1.0], [2.0]], "shape"),
        ("categorical", 1.0, 1.0, "axis"),
        ("poisson", [np.nan], [1.0], "NaN"),
    ],
)
def test_bad_input(family, z, y, word):
    with pytest.raises(ValueError, match=word):
        canonical_loss(family, z, y)
