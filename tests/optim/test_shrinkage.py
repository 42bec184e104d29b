"""The closed forms against the steps themselves, a linear solver, and figures by hand."""

from __future__ import annotations

import numpy as np
import pytest

from ftlib.optim import descent_on_quadratic, minimum_near, path, sgd


def problem(seed, rank=6, size=6):
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(rank, size))
    return root.T @ root / size, rng.normal(size=size), rng.normal(size=size)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("rank", [6, 3])
@pytest.mark.parametrize("steps", [0, 1, 2, 37, 400])
def test_the_closed_form_is_where_the_steps_lead(seed, rank, steps):
    H, minimum, start = problem(seed, rank)
    rate = 1.5 / np.linalg.eigvalsh(H).max()  # above 1/h: the steepest direction overshoots
    walked = path(sgd, lambda theta: H @ (theta - minimum), start, steps, learning_rate=rate)
    closed = descent_on_quadratic(H, minimum, start, learning_rate=rate, steps=steps)
    assert closed == pytest.approx(walked[-1], abs=1e-11)


def test_one_dimension_by_hand():
    # h = 2, η = 0.25: a step halves the rest of the way; after three, 7/8 of it are done.
    theta = descent_on_quadratic([[2.0]], [8.0], [0.0], learning_rate=0.25, steps=3)
    assert theta == pytest.approx([7.0])
    assert minimum_near([[2.0]], [8.0], [0.0], strength=6.0) == pytest.approx([2.0])


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("rank", [6, 3])
def test_the_penalised_minimum_solves_its_equation(seed, rank):
    H, minimum, start = problem(seed, rank)
    # Gradient zero: H(θ − θ*) + λ(θ − θ_0) = 0.
    solved = np.linalg.solve(H + 0.3 * np.eye(6), H @ minimum + 0.3 * start)
    assert minimum_near(H, minimum, start, strength=0.3) == pytest.approx(solved, abs=1e-12)


def test_arguments_stay_as_they_are():
    H, minimum, start = problem(0)
    before = H.copy(), minimum.copy(), start.copy()
    descent_on_quadratic(H, minimum, start, learning_rate=0.1, steps=3)
    minimum_near(H, minimum, start, strength=1.0)
    for old, new in zip(before, (H, minimum, start), strict=True):
        assert np.array_equal(old, new)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"hessian": np.eye(3)}, "hessian has shape"),
        ({"minimum": np.zeros(3)}, "minimum"),
        ({"start": np.zeros((2, 1))}, "start"),
        ({"hessian": np.array([[1.0, 1.0], [0.0, 1.0]])}, "not symmetric"),
        ({"steps": -1}, "steps is -1"),
        ({"steps": 1.5}, "steps is 1.5"),
        ({"learning_rate": -0.1}, "learning_rate is -0.1"),
    ],
)
def test_what_descent_refuses(change, word):
    arguments = {"hessian": np.eye(2), "minimum": np.ones(2), "start": np.zeros(2)}
    arguments |= {"learning_rate": 0.1, "steps": 2} | change
    with pytest.raises(ValueError, match=word):
        descent_on_quadratic(**arguments)


def test_what_the_pull_refuses():
    with pytest.raises(ValueError, match="strength is 0"):
        minimum_near(np.eye(2), np.ones(2), np.zeros(2), strength=0.0)
    with pytest.raises(ValueError, match="eigenvalue -1"):
        minimum_near(-np.eye(2), np.ones(2), np.zeros(2), strength=3.0)
