"""Public tests of the unit *empirical risk*: the examples of its notebook, and a few more."""

import numpy as np
import pytest

from ftlib.grading import expect, task


@task("known_risk")
def test_two_pairs_by_hand(student):
    loss, chance = np.array([[0.0, 1.0]]), np.array([[0.75, 0.25]])
    expect.close(student.known_risk(loss, chance, 3), (0.25, 0.25), rtol=1e-12)


@task("known_risk")
def test_the_inputs_need_not_be_equally_likely(student):
    # R = .1·0 + .2·1 + .3·2 + .4·3 = 2; the variance is .1·4 + .2·1 + 0 + .4·1 = 1.
    loss, chance = np.array([[0.0, 1.0], [2.0, 3.0]]), np.array([[0.1, 0.2], [0.3, 0.4]])
    expect.close(student.known_risk(loss, chance, 4), (2.0, 0.5), rtol=1e-12)


@task("gap_halves")
def test_the_example(student):
    got = student.gap_halves(
        np.array([0.0, 0.0]), np.array([1.0, 3.0]), np.array([4.0, 4.0, 1.0]), np.full(3, 2.0)
    )
    expect.close(got, (2.0, 1.0), rtol=1e-12)


@task("gap_halves")
def test_a_model_compared_with_itself(student):
    train, fresh = np.array([0.5, 1.5]), np.array([2.0])
    expect.close(student.gap_halves(train, train, fresh, fresh), (0.0, 0.0), atol=1e-15)


@pytest.mark.parametrize(
    ("arguments", "want"),
    [
        # log(40) / (2 · 0.0025) = 737.78
        ((0.05, 0.95), 738),
        # log(400) / (2 · 0.0025) = 1198.29
        ((0.05, 0.95, 10), 1199),
        # A range of 2 is four times as expensive: 4 · log(40) / 0.02 = 737.78
        ((0.1, 0.95, 1, -1.0, 1.0), 738),
    ],
)
@task("examples_needed")
def test_how_many_examples(student, arguments, want):
    expect.equal(student.examples_needed(*arguments), want)


@task("examples_needed")
def test_what_makes_no_sense_is_refused(student):
    expect.raises(ValueError, student.examples_needed, 0.0, 0.95)
    expect.raises(ValueError, student.examples_needed, 0.1, 1.0)


@task("honest_interval")
def test_the_better_of_two(student):
    # log(4 / 0.05) = 4.38203; divided by 400 and rooted: 0.104666.
    index, low, high = student.honest_interval(np.array([0.7, 0.9]), 200, 0.95)
    expect.equal(index, 1)
    expect.close((low, high), (0.9 - 0.104666, 1.0), atol=1e-6)


@task("honest_interval")
def test_the_first_of_equals(student):
    index, low, high = student.honest_interval(np.array([0.2, 0.5, 0.5]), 10, 0.9)
    expect.equal(index, 1)
    # log(6 / 0.1) = 4.094345; divided by 20 and rooted: 0.452457.
    expect.close((low, high), (0.5 - 0.452457, 0.5 + 0.452457), atol=1e-6)


@task("walk")
def test_each_step_halves_the_way(student):
    got = student.walk(np.array([[2.0]]), np.array([8.0]), np.array([0.0]), 0.25, 3)
    expect.close(got, np.array([7.0]), rtol=1e-12)


@task("walk")
def test_no_step_no_move(student):
    H = np.array([[2.0, 1.0], [1.0, 2.0]])
    expect.close(student.walk(H, np.ones(2), np.array([3.0, -1.0]), 0.1, 0), np.array([3.0, -1.0]))


@task("walk")
def test_a_flat_direction_is_never_left(student):
    # H = [[1, 1], [1, 1]] has curvature 2 along (1, 1) and 0 along (1, -1). With rate 1/2 one step
    # goes all the way along the first: from (4, 0) = 2·(1, 1) + 2·(1, -1) to 0 + 2·(1, -1).
    got = student.walk(np.ones((2, 2)), np.zeros(2), np.array([4.0, 0.0]), 0.5, 1)
    expect.close(got, np.array([2.0, -2.0]), rtol=1e-12)


@pytest.mark.parametrize(
    ("start", "want"),
    [([0.0, 0.0], [0.6, 1.2]), ([1.0, 1.0], [1.0, 1.0]), ([2.0, 3.0], [1.0, 1.0])],
)
@task("nearest_minimum")
def test_one_example_two_parameters(student, start, want):
    # From (2, 3) the foot of the perpendicular on x + 2y = 3: 5/5 of (1, 2) back, to (1, 1).
    got = student.nearest_minimum(np.array([[1.0, 2.0]]), np.array([3.0]), np.array(start))
    expect.close(got, np.array(want), rtol=1e-9)


@task("start_gain")
def test_always_right_against_never_right(student):
    truth = np.array([0, 1, 1])
    ours, theirs = np.stack([truth] * 2, axis=1), np.stack([1 - truth] * 3, axis=1)
    draws = np.array([[0, 1, 2], [2, 2, 2], [0, 0, 1]])
    expect.close(student.start_gain(truth, ours, theirs, draws), (1.0, 1.0, 1.0))


@task("start_gain")
def test_three_redrawn_sets_by_hand(student):
    # Items contribute 1 - 0 = 1 and 1/2 - 1 = -1/2. Redrawn gains: 1/4, 1, -1/2; sorted
    # -.5, .25, 1: the .025 quantile lies .05 of the way up from -.5, the .975 one .95 up from .25.
    truth = np.array([1, 1])
    ours, theirs = np.array([[1, 1], [1, 0]]), np.array([[0], [1]])
    draws = np.array([[0, 1], [0, 0], [1, 1]])
    expect.close(student.start_gain(truth, ours, theirs, draws), (0.25, -0.4625, 0.9625), rtol=1e-9)


@pytest.mark.parametrize(
    ("accuracy", "n", "want"),
    [
        (0.7, 10, 10**1.5),
        (0.6, 10, 10.0),
        (0.4, 20, 0.5),
        (0.8, 1000, 1.0),
        (0.9, 10, None),
    ],
)
@task("labels_saved")
def test_read_sideways(student, accuracy, n, want):
    got = student.labels_saved([10, 100, 1000], [0.5, 0.6, 0.8], accuracy, n)
    if want is None:
        expect.equal(got, None)
    else:
        expect.close(got, want, rtol=1e-9)
