"""Public tests of the unit *the training loop*: the examples of its notebook, and a few more."""

import numpy as np
import pytest

from ftlib.grading import expect, task

GOOD = ["zero_grad", "forward", "backward", "clip", "step", "schedule"]


@pytest.mark.parametrize(
    ("lines", "want"),
    [
        (GOOD, []),
        (["forward", "backward", "clip", "step", "zero_grad"], []),
        (["forward", "backward", "zero_grad", "step", "clip"], ["erases", "long steps"]),
        (["forward", "backward", "clip", "schedule", "step"], ["adds up", "early rate"]),
    ],
)
@task("find_slips")
def test_slips_are_named(student, lines, want):
    expect.equal(student.find_slips(lines), want)


@task("clip_together")
def test_a_long_gradient_is_shortened_as_one_vector(student):
    got, norm = student.clip_together([np.array([3.0]), np.array([[4.0]])], 1.0)
    expect.close(norm, 5.0, rtol=1e-12)
    expect.close(got[0], np.array([3 / 5.000001]), rtol=1e-9)
    expect.close(got[1], np.array([[4 / 5.000001]]), rtol=1e-9)


@task("clip_together")
def test_a_short_gradient_stays(student):
    got, norm = student.clip_together([np.array([0.3, -0.4])], 1.0)
    expect.close(got[0], np.array([0.3, -0.4]), rtol=1e-12)
    expect.close(norm, 0.5, rtol=1e-12)


@task("training_step")
def test_the_first_step_has_the_length_of_the_rate(student):
    zero = np.zeros(1)
    theta, m, v = student.training_step(zero, zero, zero, np.ones((1, 1)), np.ones(1), 0, 1, 0.1, 0)
    expect.close(theta, np.array([0.1]), rtol=1e-6)
    expect.close(m, np.array([-0.05]), rtol=1e-9)  # 0.1 · (½ − 1)
    expect.close(v, np.array([0.00025]), rtol=1e-9)


@task("training_step")
def test_warm_up_begins_low(student):
    # Two updates of warm-up: the first at a third of the rate.
    zero = np.zeros(1)
    theta, _, _ = student.training_step(
        zero, zero, zero, np.ones((2, 1)), np.ones(2), 0, 10, 0.3, 2
    )
    expect.close(theta, np.array([0.1]), rtol=1e-6)


@pytest.mark.parametrize(
    ("layers", "d", "f", "lengths", "want"),
    [(1, 2, 3, [1, 3], 1440), (2, 1, 1, [1], 96), (1, 2, 3, [3, 3], 1440)],
)
@task("update_operations")
def test_the_bill_by_hand(student, layers, d, f, lengths, want):
    expect.equal(student.update_operations(layers, d, f, lengths), want)


@pytest.mark.parametrize(
    ("launch", "compute", "ask", "want"),
    [
        ([1, 1], [2, 2], [False, False], (5, 1)),
        ([1, 1], [2, 2], [True, False], (6, 2)),
        ([2, 2], [1, 1], [False, False], (5, 3)),
        ([], [], [], (0, 0)),
    ],
)
@task("clock")
def test_the_clock_of_two_steps(student, launch, compute, ask, want):
    expect.close(student.clock(launch, compute, ask), want, rtol=1e-12)


@pytest.mark.parametrize(
    ("done", "sizes", "every", "want"),
    [
        (7, [4, 5], 3, (1, 2, 1)),
        (2, [4, 5], 3, (0, 0, 2)),
        (9, [4, 5], 4, (2, 0, 0)),
        (5, [4, 5], 4, (1, 0, 1)),
    ],
)
@task("go_on")
def test_where_it_goes_on(student, done, sizes, every, want):
    expect.equal(student.go_on(done, sizes, every), want)
