"""What only the NumPy specification has: likelihoods, the chain rule, the linear model."""

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftlib.losses import naive, reference


def slope_of(f, x, h=1e-5):
    """A plain central difference, written here so that `check` is not its own witness."""
    out = np.empty_like(x)
    for k in range(x.size):
        e = np.zeros_like(x)
        e.flat[k] = h
        out.flat[k] = (f(x + e) - f(x - e)) / (2 * h)
    return out


@pytest.mark.parametrize("z", [-745.0, -300.0, -40.0, -1.0, 0.0, 1e-12, 3.0, 40.0, 800.0])
def test_sigmoid_digits(z):
    with localcontext() as context:
        context.prec = 60
        want = float(1 / (1 + Decimal(-z).exp()))
    assert reference.sigmoid(z) == pytest.approx(want, rel=1e-15, abs=5e-324)


def test_sigmoid_ends_and_dtype():
    got = reference.sigmoid(np.array([-np.inf, 0, np.inf], dtype=np.float32))
    assert got.dtype == np.float64
    np.testing.assert_array_equal(got, [0, 0.5, 1])


@given(st.floats(-1e4, 1e4))
def test_sigmoid_is_symmetric_and_bounded(z):
    p, q = reference.sigmoid(z), reference.sigmoid(-z)
    assert 0 <= p <= 1
    assert p + q == pytest.approx(1, abs=2**-52)  # a last place of 1: p, q and p + q are rounded


def test_sigmoid_grad_and_softplus(exact):
    z = np.linspace(-6, 6, 13)
    slope = slope_of(lambda t: reference.sigmoid(t).sum(), z)
    np.testing.assert_allclose(reference.sigmoid_grad(z), slope, rtol=1e-8)
    np.testing.assert_allclose(reference.softplus(z), [exact.logit_loss(v, 0) for v in z])
    assert reference.softplus(1e4) == 1e4
    assert reference.sigmoid_grad(1e4) == 0


def test_likelihood_by_hand():
    # 3/4 · 1/4 · 3/4
    assert reference.bernoulli_likelihood([0.75] * 3, [1, 0, 1]) == pytest.approx(9 / 64)
    got = reference.bernoulli_log_likelihood([0.75] * 3, [1, 0, 1])
    assert got == pytest.approx(math.log(9 / 64))


def test_likelihood_underflows_where_its_logarithm_does_not():
    p, y = np.full(2000, 0.5), np.ones(2000)
    assert reference.bernoulli_likelihood(p, y) == 0
    assert reference.bernoulli_log_likelihood(p, y) == pytest.approx(-2000 * math.log(2))


def test_impossible_outcomes():
    assert reference.bernoulli_log_likelihood([0.0], [1]) == -math.inf
    assert reference.bernoulli_log_likelihood([0.0, 1.0], [0, 1]) == 0
    assert reference.bernoulli_likelihood([0.0, 1.0], [0, 1]) == 1


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 1)), min_size=1, max_size=20))
def test_cross_entropy_is_the_mean_negative_log_likelihood(pairs):
    p, y = (np.array(column) for column in zip(*pairs, strict=True))
    want = -reference.bernoulli_log_likelihood(p, y) / len(pairs)
    assert reference.binary_cross_entropy(p, y) == pytest.approx(want)


def test_second_derivative_is_p_times_one_minus_p():
    z = np.array([-5.0, -0.3, 0.0, 1.0, 7.0])
    y = np.array([0.0, 1.0, 0.5, 0.2, 1.0])
    second = slope_of(
        lambda t: reference.binary_cross_entropy_with_logits_grad(t, y, "sum").sum(), z
    )
    got = reference.binary_cross_entropy_with_logits_hessian(z, y, "sum")
    np.testing.assert_allclose(got, second, rtol=1e-8)
    np.testing.assert_allclose(
        reference.binary_cross_entropy_with_logits_hessian(z, y), second / 5, rtol=1e-8
    )


def test_chain_rule_on_a_model_that_is_not_linear():
    """p = σ(a tanh(b x)): the derivative in (a, b) against differences of the loss itself."""
    rng = np.random.default_rng(3)
    x, y = rng.normal(size=12), rng.integers(0, 2, 12).astype(float)

    def probability(theta):
        return 1 / (1 + np.exp(-theta[0] * np.tanh(theta[1] * x)))

    theta = np.array([1.3, -0.7])
    p = probability(theta)
    t = np.tanh(theta[1] * x)
    by_a, by_b = p * (1 - p) * t, p * (1 - p) * theta[0] * (1 - t**2) * x
    got = reference.parameter_grad(p, y, np.stack([by_a, by_b], axis=1))

    def loss(v):
        p = probability(v)
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

    np.testing.assert_allclose(got, slope_of(loss, theta), rtol=1e-8)


def test_chain_rule_refuses_the_ends_and_bad_shapes():
    with pytest.raises(ValueError, match="p is exactly 0 or 1 for 1 of 2 examples"):
        reference.parameter_grad([0.5, 1.0], [0, 0], np.ones((2, 3)))
    with pytest.raises(ValueError, match=r"dp_dtheta has shape \(3, 2\) for 2 examples"):
        reference.parameter_grad([0.5, 0.5], [0, 0], np.ones((3, 2)))
    with pytest.raises(ValueError, match=r"dp_dtheta is NaN at index \(0, 1\)"):
        reference.parameter_grad([0.5], [0], [[1.0, np.nan]])


@pytest.fixture
def table():
    rng = np.random.default_rng(11)
    return rng.normal(size=5), rng.normal(size=(40, 5)), rng.integers(0, 2, 40).astype(float)


def test_linear_model(table):
    theta, X, y = table
    loss = lambda t: np.mean(np.logaddexp(0, X @ t) - y * (X @ t))  # noqa: E731
    assert reference.linear_logit_loss(theta, X, y) == pytest.approx(loss(theta), rel=1e-14)
    grad = reference.linear_logit_grad(theta, X, y)
    np.testing.assert_allclose(grad, slope_of(loss, theta), atol=1e-9)
    hessian = reference.linear_logit_hessian(theta, X, y)
    columns = [
        slope_of(lambda t, k=k: reference.linear_logit_grad(t, X, y)[k], theta) for k in range(5)
    ]
    np.testing.assert_allclose(hessian, columns, atol=1e-9)
    np.testing.assert_allclose(hessian, hessian.T, rtol=1e-13)
    assert np.linalg.eigvalsh(hessian).min() > 0


def test_linear_model_names_shapes(table):
    theta, X, y = table
    with pytest.raises(ValueError, match=r"theta has shape \(4,\) and X has shape \(40, 5\)"):
        reference.linear_logit_loss(theta[:4], X, y)
    with pytest.raises(ValueError, match=r"y has shape \(39,\)"):
        reference.linear_logit_grad(theta, X, y[1:])
    X[2, 3] = np.nan
    with pytest.raises(ValueError, match=r"X is NaN at index \(2, 3\)"):
        reference.linear_logit_hessian(theta, X, y)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (["a"], "z has dtype <U1; give real numbers"),
        ([1j], "z has dtype complex128"),
        ([[1.0], [1.0, 2.0]], "z is a ragged sequence"),
        ([None], "z has dtype object"),
    ],
)
def test_what_is_no_number_is_named(value, sentence):
    with pytest.raises(ValueError, match=sentence):
        reference.binary_cross_entropy_with_logits(value, [1.0])


@pytest.mark.parametrize("dtype", [bool, np.int8, np.float16, np.float32])
def test_targets_of_any_real_dtype(dtype):
    got = reference.binary_cross_entropy([0.25, 0.25], np.array([0, 1], dtype=dtype), "none")
    np.testing.assert_allclose(got, [math.log(4 / 3), math.log(4)])


def test_naive_agrees_in_the_middle_and_fails_outside(exact):
    z, y = np.linspace(-5, 5, 21), np.linspace(0, 1, 21)
    want = [exact.logit_loss(*pair) for pair in zip(z, y, strict=True)]
    np.testing.assert_allclose(naive.binary_cross_entropy_naive(z, y), want, rtol=1e-13)
    far = np.array([40.0, 40.0])
    got = naive.binary_cross_entropy_naive(far, np.array([0.0, 1.0]))
    assert got[0] == np.inf
    assert np.isnan(got[1])  # 0 · log 0 as it is typed
    for dtype in (np.float16, np.float32, np.float64):
        assert naive.binary_cross_entropy_naive(far.astype(dtype), far > 0).dtype == dtype
