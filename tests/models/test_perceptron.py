"""The perceptron by hand, its bound, and the margin against a search over all directions."""

import numpy as np
import pytest

from ftlib.models import mistake_bound, perceptron, widest_margin

CORNERS = np.array([[1.0, 0, 0], [1, 0, 1], [1, 1, 0], [1, 1, 1]])
XOR = np.array([-1.0, 1, 1, -1])


def separable(seed, n=40, d=3):
    rng = np.random.default_rng(seed)
    x, teacher = rng.normal(size=(n, d)), rng.normal(size=d)
    return x, np.sign(x @ teacher), teacher


def test_three_updates_by_hand():
    fit = perceptron([[1.0, 0.0], [-1.0, 2.0]], [1, 1])
    # (0,0) errs at the first, (1,0) at the second, (0,2) at the first again, (1,2) at none
    np.testing.assert_array_equal(fit.path, [[0, 0], [1, 0], [0, 2], [1, 2]])
    assert (fit.mistakes, fit.passes, fit.converged) == (3, 3, True)


def test_and_is_learnt_and_xor_is_not():
    fit = perceptron(CORNERS, [-1, -1, -1, 1])
    assert fit.converged
    assert (np.sign(CORNERS @ fit.weights) == [-1, -1, -1, 1]).all()
    assert not perceptron(CORNERS, XOR, passes=50).converged
    assert perceptron(CORNERS, XOR, passes=50).passes == 50


@pytest.mark.parametrize("seed", range(5))
def test_never_more_mistakes_than_the_bound(seed):
    x, y, teacher = separable(seed)
    fit = perceptron(x, y, passes=100_000)
    best = widest_margin(x, y)
    assert fit.converged
    assert fit.mistakes <= mistake_bound(x, y, best.direction) * (1 + 1e-9)
    assert mistake_bound(x, y, best.direction) <= mistake_bound(x, y, teacher)


@pytest.mark.parametrize("seed", range(3))
def test_the_widest_margin_against_all_directions_of_the_plane(seed):
    x, y, _ = separable(seed, n=8, d=2)
    angles = np.linspace(0, 2 * np.pi, 100_001)
    u = np.stack([np.cos(angles), np.sin(angles)])
    want = (y[:, None] * (x @ u)).min(axis=0).max()
    best = widest_margin(x, y)
    assert best.gamma == pytest.approx(want, abs=1e-3)
    assert (y * (x @ best.direction)).min() == pytest.approx(best.gamma, rel=1e-9)


def test_xor_has_no_margin_and_a_certificate():
    best = widest_margin(CORNERS, XOR)
    assert best.gamma == 0
    np.testing.assert_allclose(best.shares, 0.25, atol=1e-9)
    np.testing.assert_allclose((best.shares * XOR) @ CORNERS, 0, atol=1e-12)


def test_the_scale_of_the_examples_does_not_matter():
    x, y, _ = separable(1)
    for scale in (1e-6, 1e6):
        assert widest_margin(scale * x, y).gamma == pytest.approx(
            scale * widest_margin(x, y).gamma, rel=1e-6
        )


@pytest.mark.parametrize(
    ("x", "y", "word"),
    [
        ([[1.0]], [0], "labels"),
        ([1.0], [1], "shape"),
        ([[1.0], [2.0]], [1], "shape"),
        ([[np.nan]], [1], "NaN"),
    ],
)
def test_bad_input_is_named(x, y, word):
    with pytest.raises(ValueError, match=word):
        perceptron(x, y)


def test_what_bounds_nothing_is_named():
    with pytest.raises(ValueError, match="passes"):
        perceptron(CORNERS, XOR, passes=0)
    with pytest.raises(ValueError, match="margin"):
        mistake_bound(CORNERS, XOR, [1.0, 0, 0])
    with pytest.raises(ValueError, match="direction"):
        mistake_bound(CORNERS, XOR, [0.0, 0, 0])
