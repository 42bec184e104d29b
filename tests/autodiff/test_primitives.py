"""Each pull alone, against the Jacobian from central differences of the value."""

import numpy as np
import pytest

from ftlib.autodiff import primitives

RNG = np.random.default_rng(5)
START = RNG.bit_generator.state
H = 1e-6


@pytest.fixture(autouse=True)
def same_numbers_in_any_order():
    RNG.bit_generator.state = START


def jacobian(f, x):
    """∂f/∂x, shape [f.size, x.size], by central differences."""
    slopes = np.empty((f(x).size, x.size))
    for k in range(x.size):
        step = np.zeros(x.size)
        step[k] = H
        step = step.reshape(x.shape)
        slopes[:, k] = (f(x + step) - f(x - step)).ravel() / (2 * H)
    return slopes


def check(primitive, *operands, **options):
    """Every pull equals the transposed Jacobian, summed down to the operand where broadcast."""
    value, pulls = primitive(*operands, **options)
    adjoint = RNG.normal(size=value.shape)
    assert len(pulls) == len(operands)
    for k, (operand, pull) in enumerate(zip(operands, pulls, strict=True)):

        def f(x, k=k):
            changed = [x if i == k else each for i, each in enumerate(operands)]
            return primitive(*changed, **options)[0]

        want = (jacobian(f, operand).T @ adjoint.ravel()).reshape(operand.shape)
        got = primitives.unbroadcast(pull(adjoint), operand.shape)
        assert got.shape == operand.shape
        np.testing.assert_allclose(got, want, rtol=1e-7, atol=1e-7)


def away_from_zero(*shape):
    x = RNG.uniform(0.3, 2, size=shape)
    return x * RNG.choice([-1, 1], size=shape)


SHAPES = [((3, 4), (3, 4)), ((3, 4), (4,)), ((3, 1), (1, 4)), ((), (2, 3)), ((2, 1, 3), (5, 1))]


@pytest.mark.parametrize(("a", "b"), SHAPES)
@pytest.mark.parametrize("name", ["add", "subtract", "multiply", "divide"])
def test_two_operands(name, a, b):
    primitive = getattr(primitives, name)
    check(primitive, away_from_zero(*a), away_from_zero(*b))
    check(primitive, away_from_zero(*b), away_from_zero(*a))


@pytest.mark.parametrize("name", ["exp", "tanh", "relu", "sigmoid", "softplus"])
def test_one_operand(name):
    check(getattr(primitives, name), away_from_zero(3, 2))


def test_log_and_powers():
    check(primitives.log, RNG.uniform(0.5, 3, size=(2, 3)))
    check(primitives.power, RNG.uniform(0.5, 3, size=(2, 3)), exponent=-0.5)
    check(primitives.power, away_from_zero(5), exponent=3.0)
    check(primitives.power, away_from_zero(5), exponent=0.0)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ((3, 4), (4, 2)),
        ((4,), (4, 2)),
        ((3, 4), (4,)),
        ((4,), (4,)),
        ((5, 3, 4), (4, 2)),
        ((3, 4), (5, 4, 2)),
        ((2, 1, 3, 4), (5, 4, 2)),
        ((4,), (5, 4, 2)),
        ((5, 3, 4), (4,)),
        ((1, 3, 4), (6, 4, 1)),
        ((0, 4), (4, 2)),
    ],
)
def test_matmul(a, b):
    check(primitives.matmul, RNG.normal(size=a), RNG.normal(size=b))


@pytest.mark.parametrize("keepdims", [False, True])
@pytest.mark.parametrize("axis", [None, 0, 1, -1, (0, 2), (-1, 0), (0, 1, 2), ()])
@pytest.mark.parametrize("name", ["total", "mean", "maximum", "log_sum_exp"])
def test_reductions(name, axis, keepdims):
    x = RNG.permutation(24).reshape(2, 3, 4) / 5.0  # no two alike, so no kink is near
    check(getattr(primitives, name), x, axis=axis, keepdims=keepdims)


def test_reductions_have_numpys_shapes_and_values():
    x = RNG.normal(size=(2, 3, 4))
    for axis in (None, 1, (0, 2)):
        for keepdims in (False, True):
            for name, method in (("total", np.sum), ("mean", np.mean), ("maximum", np.max)):
                got, _ = getattr(primitives, name)(x, axis=axis, keepdims=keepdims)
                want = method(x, axis=axis, keepdims=keepdims)
                assert got.shape == want.shape
                np.testing.assert_allclose(got, want, rtol=1e-15)


def test_those_that_tie_share_the_adjoint():
    _, (pull,) = primitives.maximum(np.array([[1.0, 4.0, 4.0], [7.0, 0.0, 2.0]]), axis=1)
    np.testing.assert_array_equal(pull(np.array([1.0, 10.0])), [[0, 0.5, 0.5], [10, 0, 0]])


def test_shapes():
    x = RNG.normal(size=(2, 3, 4))
    check(primitives.reshape, x, shape=(4, -1))
    check(primitives.transpose, x)
    check(primitives.transpose, x, axes=(1, 2, 0))
    check(primitives.transpose, x, axes=(-1, 0, 1))


@pytest.mark.parametrize(
    "where",
    [
        1,
        (slice(None), 0),
        (Ellipsis, slice(0, 3, 2)),
        np.array([0, 0, 1, 0]),
        (np.array([1, 0, 1]), np.array([2, 2, 2])),
        (slice(None), np.array([True, False, True])),
        (None, 1),
        (slice(None, None, -1), [2, 2]),
    ],
    ids=str,
)
def test_index(where):
    check(primitives.index, RNG.normal(size=(2, 3, 4)), where=where)


def test_softmax_family():
    z = RNG.normal(0, 3, size=(2, 3, 4))
    check(primitives.softmax, z)
    check(primitives.log_softmax, z)
    y = RNG.dirichlet(np.ones(4), size=(2, 3))
    value, (pull,) = primitives.cross_entropy(z, y)
    want = jacobian(lambda v: primitives.cross_entropy(v, y)[0], z)
    adjoint = RNG.normal(size=(2, 3))
    np.testing.assert_allclose(pull(adjoint).ravel(), adjoint.ravel() @ want, atol=1e-7)
    p = np.exp(z) / np.exp(z).sum(-1, keepdims=True)
    np.testing.assert_allclose(value, -(y * np.log(p)).sum(-1), rtol=1e-12)
    np.testing.assert_allclose(pull(np.ones((2, 3))), p - y, atol=1e-14)


def test_extreme_logits():
    z = np.array([[1e4, 0.0, -1e4]])
    assert primitives.log_sum_exp(z)[0] == 1e4
    np.testing.assert_array_equal(primitives.softmax(z)[0], [[1, 0, 0]])
    np.testing.assert_array_equal(primitives.log_softmax(z)[0], [[0, -1e4, -2e4]])
    losses, (pull,) = primitives.cross_entropy(z, np.array([[0.0, 0.0, 1.0]]))
    np.testing.assert_array_equal(losses, [2e4])
    np.testing.assert_array_equal(pull(np.ones(1)), [[1, 0, -1]])
    np.testing.assert_array_equal(primitives.sigmoid(np.array([-1e4, 1e4]))[0], [0, 1])
    np.testing.assert_array_equal(primitives.softplus(np.array([-1e4, 1e4]))[0], [0, 1e4])


def test_minus_infinity_masks_a_class():
    value, (pull,) = primitives.log_sum_exp(np.array([-np.inf, 0.0, 0.0]))
    assert value == pytest.approx(np.log(2), rel=1e-15)
    np.testing.assert_allclose(pull(np.ones(())), [0, 0.5, 0.5], rtol=1e-15)


@pytest.mark.parametrize(
    ("shape", "seen", "want"),
    [
        ((3,), (2, 3), [1 + 4, 2 + 5, 3 + 6]),
        ((2, 1), (2, 3), [[6], [15]]),
        ((1, 1), (2, 3), [[21]]),
        ((), (2, 3), 21),
        ((2, 3), (2, 3), [[1, 2, 3], [4, 5, 6]]),
    ],
)
def test_unbroadcast(shape, seen, want):
    """Rows 1 2 3 and 4 5 6: what was copied is summed."""
    adjoint = np.arange(1.0, 7.0).reshape(seen)
    got = primitives.unbroadcast(adjoint, shape)
    assert got.shape == shape
    np.testing.assert_array_equal(got, want)


def test_unbroadcast_over_nothing_and_of_nothing():
    np.testing.assert_array_equal(primitives.unbroadcast(np.ones((0, 3)), (3,)), np.zeros(3))
    np.testing.assert_array_equal(primitives.unbroadcast(np.ones((0, 3)), (1, 3)), np.zeros((1, 3)))
    assert primitives.unbroadcast(np.ones((2, 0)), (0,)).shape == (0,)


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda: primitives.unbroadcast(np.ones(3), (2, 3)), r"adjoint has shape \(3,\), to which"),
        (lambda: primitives.unbroadcast(np.ones((2, 3)), (2,)), r"operand of shape \(2,\)"),
        (lambda: primitives.add(np.ones((2, 3)), np.ones(2)), r"a has shape \(2, 3\) and b has sh"),
        (lambda: primitives.matmul(np.ones((2, 3)), np.ones((2, 3))), r"last size of a must be"),
        (lambda: primitives.matmul(np.ones(()), np.ones((2, 3))), r"multiply with \*"),
        (
            lambda: primitives.matmul(np.ones((2, 2, 3)), np.ones((5, 3, 2))),
            r"axes before the last two must broadcast",
        ),
        (lambda: primitives.total(np.ones(3), axis=1), r"axis is 1 for an array of 1 axes"),
        (lambda: primitives.total(np.ones(3), axis=(0, -1)), r"names one axis twice"),
        (lambda: primitives.total(np.ones(3), axis="0"), r"axis is '0'; give an integer"),
        (lambda: primitives.mean(np.ones((0, 2))), r"a mean over axis \(0, 1\) needs at least one"),
        (lambda: primitives.maximum(np.ones((2, 0)), axis=1), r"a maximum over axis \(1,\) needs"),
        (lambda: primitives.log_sum_exp(np.ones(0)), r"a log-sum-exp over axis \(0,\) needs"),
        (lambda: primitives.reshape(np.ones(6), (4, 2)), r"shape is \(4, 2\) for 6 entries"),
        (lambda: primitives.transpose(np.ones((2, 3)), (0,)), r"axes is \(0,\) for an array of 2"),
        (lambda: primitives.transpose(np.ones((2, 3)), (0, 2)), r"axis is \(0, 2\) for an array"),
    ],
)
def test_what_is_wrong_is_said(act, sentence):
    with pytest.raises(ValueError, match=sentence):
        act()


def test_ieee_values_without_a_warning(recwarn):
    value, (pull,) = primitives.log(np.array([0.0, -1.0]))
    assert value[0] == -np.inf
    assert np.isnan(value[1])
    assert pull(np.ones(2))[0] == np.inf
    primitives.divide(np.zeros(1), np.zeros(1))[1][0](np.ones(1))
    primitives.exp(np.array([1e4]))[1][0](np.zeros(1))
    primitives.power(np.zeros(1), -1.0)[1][0](np.zeros(1))
    _, pulls = primitives.matmul(np.full((2, 2), np.inf), np.zeros((2, 2)))
    assert all(np.isnan(pull(np.full((2, 2), np.nan))).all() for pull in pulls)
    assert list(recwarn) == []


def test_a_nan_goes_through_relu_and_max():
    x = np.array([np.nan, 1.0])
    assert np.isnan(primitives.relu(x)[0][0])
    assert np.isnan(primitives.maximum(x)[0])
    assert np.isnan(primitives.maximum(x)[1][0](np.ones(()))).any()


def test_slopes_at_the_edges():
    """At a kink by convention, at 0⁰ by its limit, and in the tail without cancellation."""
    np.testing.assert_array_equal(primitives.relu(np.zeros(2))[1][0](np.ones(2)), [0, 0])
    np.testing.assert_array_equal(primitives.power(np.zeros(2), 0.0)[1][0](np.ones(2)), [0, 0])
    (slope,) = primitives.sigmoid(np.array([40.0]))[1][0](np.ones(1))
    assert slope == pytest.approx(np.exp(-40.0), rel=1e-15, abs=0)


def test_cross_entropy_of_targets_with_another_sum():
    """Weighted targets: −Σ y log p has the slope p Σy − y."""
    z, y = RNG.normal(size=(2, 3)), np.array([[2.0, 0.0, 1.0], [0.0, 0.5, 0.0]])
    _, (pull,) = primitives.cross_entropy(z, y)
    want = jacobian(lambda v: primitives.cross_entropy(v, y)[0], z)
    np.testing.assert_allclose(pull(np.ones(2)).ravel(), np.ones(2) @ want, atol=1e-7)
