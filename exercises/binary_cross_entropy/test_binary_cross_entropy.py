"""Public tests of the unit: hand-calculated cases and the properties the statements promise."""

import math

import numpy as np
import pytest

from ftlib.grading import expect, task

TWO = np.array([[2.0], [1.0]])
ONE_ZERO = np.array([1.0, 0.0])


@task("coin_nll")
def test_three_tosses(student):
    expect.close(student.coin_nll([1, 0, 1], 0.75), math.log(64 / 9), rtol=1e-12)


@task("coin_nll")
def test_a_hundred_thousand_tosses(student):
    expect.close(student.coin_nll(np.ones(100_000), 0.5), 100_000 * math.log(2), rtol=1e-9)


@task("coin_nll")
def test_the_impossible_never_happened(student):
    expect.close(student.coin_nll([0, 0], 0.0), 0.0, atol=1e-300)


@task("margin_loss")
def test_even_odds(student):
    losses, slopes = student.margin_loss(np.zeros(2), np.array([-1.0, 1.0]))
    expect.close(losses, [math.log(2)] * 2, rtol=1e-12)
    expect.close(slopes, [0.5, -0.5], rtol=1e-12)


@task("margin_loss")
def test_a_large_margin(student):
    losses, slopes = student.margin_loss(np.array([50.0, 1e4]), np.array([1.0, -1.0]))
    expect.close(losses, [1.9287498479639178e-22, 1e4], rtol=1e-12)
    expect.close(slopes, [-1.9287498479639178e-22, 1.0], rtol=1e-12)


@task("weighted_gradient")
def test_two_weighted_examples(student):
    got = student.weighted_gradient(np.zeros(1), TWO, ONE_ZERO, np.array([3.0, 1.0]))
    expect.close(got, [-0.625], rtol=1e-12)


@task("weighted_gradient")
def test_scaling_all_weights_changes_nothing(student):
    X = np.array([[1.0, 2.0], [-1.0, 0.5], [0.3, -2.0]])
    arguments = np.array([0.4, -0.2]), X, np.array([1.0, 0.0, 0.5])
    one = student.weighted_gradient(*arguments, np.array([1.0, 2.0, 3.0]))
    ten = student.weighted_gradient(*arguments, np.array([10.0, 20.0, 30.0]))
    expect.close(ten, one, rtol=1e-10)


@task("numeric_gradient")
@pytest.mark.parametrize("dtype", [np.float64, np.int64])
def test_two_examples(student, dtype):
    got = student.numeric_gradient(np.zeros(1, dtype=dtype), TWO, ONE_ZERO)
    expect.close(got, [-0.25], atol=1e-7)


@task("numeric_gradient")
def test_parameters_stay_where_they_were(student):
    theta = np.array([0.5])
    student.numeric_gradient(theta, TWO, ONE_ZERO)
    expect.unchanged(np.array([0.5]), theta)


@task("repaired_gradient")
def test_one_row_of_two(student):
    got = student.repaired_gradient(np.zeros((1, 2)), np.array([[1.0, 0.0]]))
    expect.close(got, [[-0.25, 0.25]], rtol=1e-12)


@task("repaired_gradient")
def test_logits_stay_as_they_were(student):
    z = np.array([0.0, 3.0])
    student.repaired_gradient(z, np.array([0.0, 1.0]))
    expect.unchanged(np.array([0.0, 3.0]), z)


@task("newton_step")
def test_first_step(student):
    expect.close(student.newton_step(np.zeros(1), TWO, ONE_ZERO, 0.375), [0.25], rtol=1e-12)
