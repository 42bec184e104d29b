"""Binary cross-entropy: one set of tests, run on each back end.

Expected values come from exact decimal arithmetic, from hand calculation, or from the
definition of a derivative; none from the code under test.
"""

import math

import numpy as np
import pytest

OF_LOGITS = "binary_cross_entropy_with_logits"
OF_PROBABILITIES = "binary_cross_entropy"
LOGITS = [-700.0, -88.8, -40.0, -17.0, -3.0, -1e-9, 0.0, 0.5, 2.0, 16.7, 36.8, 100.0, 700.0]
TARGETS = [0.0, 0.25, 0.9, 1.0]
GRID = [(z, y) for z in LOGITS for y in TARGETS]


@pytest.mark.parametrize(("z", "y"), GRID)
def test_logit_loss_has_all_its_digits(backend, z, y, exact):
    got = backend.call(OF_LOGITS, [z], [y], "none")[0]
    assert got == pytest.approx(exact.logit_loss(z, y), rel=2e-15, abs=0)


@pytest.mark.parametrize(("z", "y"), GRID)
def test_logit_gradient_is_p_minus_y_to_the_last_digits(backend, z, y, exact):
    got = backend.grad(OF_LOGITS, [z], [y], "none")[0]
    # A soft target can make p − y small by itself: then the error is relative to p and y.
    floor = 0.0 if y in (0, 1) else 1e-15
    assert got == pytest.approx(exact.logit_slope(z, y), rel=2e-15, abs=floor)


@pytest.mark.parametrize("y", TARGETS)
@pytest.mark.parametrize("p", [1e-300, 1e-9, 0.2, 0.5, 0.875, 1 - 1e-12])
def test_probability_loss_has_all_its_digits(backend, p, y, exact):
    got = backend.call(OF_PROBABILITIES, [p], [y], "none")[0]
    assert got == pytest.approx(exact.probability_loss(p, y), rel=2e-15, abs=0)


def test_probability_gradient_of_hand_calculated_cases(backend):
    # y = 1: −1/p; y = 0: 1/(1 − p); y = 1/2 at p = 1/2: −1 + 1 = 0.
    got = backend.grad(OF_PROBABILITIES, [0.25, 0.25, 0.5], [1.0, 0.0, 0.5], "sum")
    np.testing.assert_allclose(got, [-4.0, 4 / 3, 0.0], rtol=1e-15)


def test_value_by_hand(backend):
    # Forecast 3/4: −ln(3/4) when it happens, −ln(1/4) when it does not.
    got = backend.call(OF_PROBABILITIES, [0.75, 0.75], [1, 0], "none")
    np.testing.assert_allclose(got, [math.log(4 / 3), math.log(4)], rtol=1e-15)
    got = backend.call(OF_LOGITS, [math.log(3)], [1], "none")  # σ(ln 3) = 3/4
    np.testing.assert_allclose(got, [math.log(4 / 3)], rtol=1e-15)


@pytest.mark.parametrize("function", [OF_LOGITS, OF_PROBABILITIES])
def test_reductions(backend, function):
    rng = np.random.default_rng(5)
    a, y = rng.uniform(0.1, 0.9, (3, 4)), rng.uniform(size=(3, 4))
    each = backend.call(function, a, y, "none")
    assert each.shape == (3, 4)
    assert backend.call(function, a, y, "sum") == pytest.approx(math.fsum(each.ravel()))
    assert backend.call(function, a, y, "mean") == pytest.approx(math.fsum(each.ravel()) / 12)
    assert backend.call(function, a, y) == backend.call(function, a, y, "mean")
    slope = backend.grad(function, a, y, "sum")
    np.testing.assert_allclose(backend.grad(function, a, y, "mean"), slope / 12, rtol=1e-14)
    np.testing.assert_array_equal(backend.grad(function, a, y, "none"), slope)


def test_huge_and_infinite_logits(backend):
    inf = math.inf
    z = [1e4, -1e4, 1e4, -1e4, inf, -inf, inf, -inf, inf, -inf]
    y = [1, 0, 0, 1, 1, 0, 0, 1, 0.5, 0.5]
    want = [0, 0, 1e4, 1e4, 0, 0, inf, inf, inf, inf]
    np.testing.assert_array_equal(backend.call(OF_LOGITS, z, y, "none"), want)
    slope = [0, 0, 1, -1, 0, 0, 1, -1, 0.5, -0.5]
    np.testing.assert_array_equal(backend.grad(OF_LOGITS, z, y, "none"), slope)


def test_probabilities_of_exactly_zero_and_one(backend):
    p, y = [0, 1, 0, 1, 0, 1], [0, 1, 1, 0, 0.5, 0.5]
    inf = math.inf
    got = backend.call(OF_PROBABILITIES, p, y, "none")
    np.testing.assert_array_equal(got, [0, 0, inf, inf, inf, inf])
    slope = backend.grad(OF_PROBABILITIES, p, y, "none")
    np.testing.assert_array_equal(slope, [1, -1, -inf, inf, -inf, inf])


@pytest.mark.parametrize("function", [OF_LOGITS, OF_PROBABILITIES])
def test_empty_batch(backend, function):
    assert backend.call(function, np.zeros((0, 2)), np.zeros((0, 2)), "none").shape == (0, 2)
    assert backend.call(function, [], [], "sum") == 0
    with pytest.raises(ValueError, match=r"[zp] is empty and reduction is 'mean'.*skip empty"):
        backend.call(function, [], [], "mean")


@pytest.mark.parametrize("shape", [(), (1,), (2, 3, 4)])
def test_any_shape(backend, shape):
    assert backend.call(OF_LOGITS, np.zeros(shape), np.ones(shape), "none").shape == shape
    assert backend.call(OF_LOGITS, np.zeros(shape), np.ones(shape)) == pytest.approx(math.log(2))


FAULTS = [
    ([0.5, 0.5], [1.0], "mean", r"y has shape \(1,\) and {a} has shape \(2,\); .*reshape"),
    ([[0.5], [0.5]], [1.0, 0.0], "mean", r"y has shape \(2,\).*\(2, 1\).*nothing is broadcast"),
    ([0.5, 0.5], [1.0, 1.5], "mean", r"y is 1\.5 at index \(1,\); targets are probabilities"),
    ([0.5, 0.5], [-1.0, 1.0], "none", r"y is -1 at index \(0,\)"),
    ([0.5, 0.5], [0.0, math.nan], "mean", r"y is NaN at index \(1,\)"),
    ([0.5, math.nan], [0.0, 1.0], "sum", r"{a} is NaN at index \(1,\); look for"),
    ([0.5], [1.0], "average", r"reduction is 'average'; use 'none', 'mean' or 'sum'"),
]


@pytest.mark.parametrize(("a", "y", "reduction", "sentence"), FAULTS)
@pytest.mark.parametrize("function", [OF_LOGITS, OF_PROBABILITIES])
def test_faults_are_named(backend, function, a, y, reduction, sentence):
    sentence = sentence.replace("{a}", "z" if function == OF_LOGITS else "p")
    with pytest.raises(ValueError, match=sentence):
        backend.call(function, a, y, reduction)


def test_a_logit_passed_as_a_probability_is_named(backend):
    with pytest.raises(ValueError, match=r"p is 2\.5 at index \(0,\);.*_with_logits"):
        backend.call(OF_PROBABILITIES, [2.5], [1.0])


def test_arguments_are_left_alone(backend):
    z, y = backend.tensor([0.5, -2.0]), backend.tensor([1.0, 0.0])
    getattr(backend.module, OF_LOGITS)(z, y)
    np.testing.assert_array_equal(np.asarray(z), [0.5, -2.0])
    np.testing.assert_array_equal(np.asarray(y), [1.0, 0.0])
