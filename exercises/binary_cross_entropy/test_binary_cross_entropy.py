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


@task("true_probability")
@pytest.mark.parametrize(("kept", "want"), [(1.0, 0.5), (0.5, 1 / 3)])
def test_odds_of_three(student, kept, want):
    got = student.true_probability(np.array([math.log(3)]), 3.0, kept)
    expect.close(got, [want], rtol=1e-12)


@task("true_probability")
def test_a_plain_filter_is_left_alone(student):
    got = student.true_probability(np.array([-50.0, 0.0, 1000.0]), 1.0, 1.0)
    expect.close(got, [1.9287498479639178e-22, 0.5, 1.0], rtol=1e-12)


@task("regret")
def test_a_quarter_told_three_quarters(student):
    got = student.regret(np.array([math.log(3), 0.0, 0.0]), np.array([0.25, 0.5, 1.0]))
    expect.close(got, [math.log(3) / 2, 0.0, math.log(2)], rtol=1e-12, atol=1e-14)


@task("regret")
def test_certain_targets_have_no_floor(student):
    got = student.regret(np.array([-2.0, 1000.0]), np.array([0.0, 0.0]))
    expect.close(got, [math.log1p(math.exp(-2)), 1000.0], rtol=1e-12)


@task("noisy_label_slope")
def test_labels_that_miss_a_fifth(student):
    got = student.noisy_label_slope(np.zeros(2), ONE_ZERO, 0.2, 0.0)
    expect.close(got, [-0.5, 1 / 3], rtol=1e-12)


@task("noisy_label_slope")
def test_honest_labels(student):
    got = student.noisy_label_slope(np.array([0.0, 500.0, -500.0]), np.array([1.0, 0.0, 1.0]), 0, 0)
    expect.close(got, [-0.5, 1.0, -1.0], rtol=1e-12)


@task("focused_slope")
def test_even_odds_in_focus(student):
    got = student.focused_slope(np.zeros(2), ONE_ZERO, 1.0, 0.0)
    expect.close(got, [-(0.25 + 0.25 * math.log(2)), 0.5], rtol=1e-12)


@task("focused_slope")
def test_without_focus_it_is_forecast_minus_target(student):
    got = student.focused_slope(np.array([math.log(3)] * 2), np.array([0.25, 1.0]), 0.0, 0.0)
    expect.close(got, [0.5, -0.25], rtol=1e-12)


@task("safe_step")
def test_two_weighted_rows(student):
    expect.close(student.safe_step(TWO, np.array([3.0, 1.0]), 0.1), 1 / 0.9125, rtol=1e-12)


@task("safe_step")
def test_scaled_weights_leave_the_step(student):
    X = np.array([[1.0, 2.0], [-1.0, 0.5], [0.3, -2.0]])
    one = student.safe_step(X, np.array([1.0, 2.0, 3.0]), 0.0)
    expect.close(student.safe_step(X, np.array([10.0, 20.0, 30.0]), 0.0), one, rtol=1e-10)
