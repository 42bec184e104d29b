"""Public tests of the unit: small numbers, by hand."""

import numpy as np
import pytest

from ftlib.grading import expect, task


@task("momentum_step")
def test_one_step_by_hand(student):
    theta, m = student.momentum_step(np.array([1.0]), np.array([2.0]), np.array([4.0]), 0.1, 0.5)
    expect.close(m, [4.0])
    expect.close(theta, [0.6])


@task("momentum_step")
def test_a_constant_slope_adds_up(student):
    """After many steps the velocity is g/(1 − μ)."""
    theta, m = np.zeros(1), np.zeros(1)
    for _ in range(200):
        theta, m = student.momentum_step(theta, np.array([3.0]), np.asarray(m), 0.01, 0.75)
    expect.close(m, [12.0])


@task("momentum_step")
def test_the_arguments_stay(student):
    theta, grad, m = np.array([1.0, 2.0]), np.array([0.5, 0.5]), np.array([1.0, -1.0])
    before = theta.copy(), grad.copy(), m.copy()
    student.momentum_step(theta, grad, m, 0.1, 0.9)
    expect.unchanged(before, (theta, grad, m))


@task("corrected_means")
def test_two_gradients_by_hand(student):
    expect.close(student.corrected_means(np.array([[4.0], [1.0]]), 0.5), [[4.0], [2.0]])


@task("corrected_means")
def test_equal_gradients_have_themselves_as_mean(student):
    grads = np.tile([3.0, -1.0], (5, 1))
    expect.close(student.corrected_means(grads, 0.9), grads)


@task("adamw_step")
def test_first_step_by_hand(student):
    zero = np.zeros(1)
    theta, m, v = student.adamw_step(
        np.array([2.0]), np.array([8.0]), zero, zero, 1, 0.1, 0.9, 0.75, 1e-12, 0.5
    )
    expect.close(theta, [1.8])
    expect.close(m, [0.8])
    expect.close(v, [16.0])


@task("adamw_step")
def test_second_step_by_hand(student):
    # m = 0.5·2 + 0.5·2 = 2, v = 0.75·4 + 0.25·4 = 4; corrected by 3/4 and by 7/16
    theta, m, v = student.adamw_step(
        np.array([1.0]),
        np.array([2.0]),
        np.array([2.0]),
        np.array([4.0]),
        2,
        0.3,
        0.5,
        0.75,
        1.0,
        0.0,
    )
    expect.close(theta, [1 - 0.3 * (2 / 0.75) / ((4 / 0.4375) ** 0.5 + 1)])
    expect.close(m, [2.0])
    expect.close(v, [4.0])


@pytest.mark.parametrize(
    ("step", "want"),
    [(0, 0.5), (1, 1.0), (2, 0.8535533905932737), (3, 0.5), (4, 0.1464466094067263)],
)
@task("warmup_cosine")
def test_five_updates(student, step, want):
    expect.close(student.warmup_cosine(step, 5, 1), want)


@task("stability_limit")
def test_bowl_by_hand(student):
    bowl = np.array([[3.0, 1.0], [1.0, 3.0]])
    expect.close(student.stability_limit(bowl, 0.0), 0.5)
    expect.close(student.stability_limit(bowl, 0.5), 0.75)


@task("stability_limit")
def test_a_hill_has_none(student):
    expect.raises(ValueError, student.stability_limit, -np.eye(2), 0.0)


@task("translated_epsilon")
def test_epsilon_by_hand(student):
    expect.close(student.translated_epsilon(0.5, 0.75, 1), 1.0)


@pytest.mark.parametrize(
    ("path", "want"),
    [([1.0, 1.0, 1.0], "none"), ([1.0, 0.95, 0.9025], "decoupled"), ([1.0, 0.9, None], "l2")],
    ids=["none", "decoupled", "l2"],
)
@task("which_decay")
def test_a_parameter_without_gradient(student, path, want):
    if path[-1] is None:  # the penalty's slopes are ½ and 0.45: m̂ and v̂ with β₁ = β₂ = ½
        mean, square = (0.25 + 0.45) / 1.5, (0.125 + 0.45**2) / 1.5
        path[-1] = 0.9 - 0.1 * mean / square**0.5
    thetas = np.array(path)[:, None]
    got = student.which_decay(thetas, np.zeros((2, 1)), 0.1, 0.5, 0.5, 1e-12, 0.5)
    expect.equal(got, want)
