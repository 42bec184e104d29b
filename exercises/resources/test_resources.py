"""Public tests of the unit *what training costs*: the examples of its notebook, and a few more."""

import numpy as np
import pytest

from ftlib.grading import expect, task


@pytest.mark.parametrize(
    ("stage", "want"),
    [
        (0, (2000.0, 2000.0, 12000.0)),
        (1, (2000.0, 2000.0, 3000.0)),
        (2, (2000.0, 500.0, 3000.0)),
        (3, (500.0, 500.0, 3000.0)),
    ],
)
@task("zero_states")
def test_each_stage_divides_one_thing_more(student, stage, want):
    got = student.zero_states(1000, 4, stage)
    expect.close(np.array(got), np.array(want))


@task("zero_states")
def test_another_stage_is_refused(student):
    expect.raises(ValueError, student.zero_states, 1000, 4, 4)


@task("layer_bytes")
def test_the_published_formula(student):
    expect.close(student.layer_bytes(4, 16, 2, 10, 2, True, True), 236)


@task("layer_bytes")
def test_fused_attention_without_dropout(student):
    # 8 widths of 4 and two of 16, four bytes each.
    expect.close(student.layer_bytes(4, 16, 2, 10, 4, False, False), 256)


@task("accumulated_gradient")
def test_uneven_micro_batches(student):
    means = [np.array([1.0, 0.0]), np.array([4.0, 2.0])]
    got = student.accumulated_gradient(means, [2, 1])
    expect.close(got, np.array([2.0, 2 / 3]), rtol=1e-12)


@task("accumulated_gradient")
def test_even_micro_batches(student):
    means = [np.array([[1.0]]), np.array([[2.0]]), np.array([[6.0]])]
    expect.close(student.accumulated_gradient(means, [5, 5, 5]), np.array([[3.0]]), rtol=1e-12)


@task("loss_scale")
def test_one_of_two_vanishes_unscaled(student):
    got = student.loss_scale(np.array([1.0, 1e-9, 0.0]))
    expect.close(np.array(got), np.array([32768.0, 0.5, 0.0]))


@task("loss_scale")
def test_large_gradients_are_scaled_down(student):
    got = student.loss_scale(np.array([-200000.0, 3.0]))
    expect.close(np.array(got), np.array([0.25, 0.0, 0.0]))


@pytest.mark.parametrize(
    ("arguments", "want"),
    [((16, 1, 1), (4, 8)), ((16, 1, 20), (1, 36)), ((6, 10, 1), (6, 16)), ((1, 5, 7), (1, 12))],
)
@task("best_segment")
def test_segments(student, arguments, want):
    got = student.best_segment(*arguments)
    expect.equal(tuple(int(value) for value in got), want)


@task("ring")
def test_two_devices(student):
    held, sent = student.ring([np.array([1.0, 2.0]), np.array([3.0, 4.0])])
    expect.equal(len(held), 2)
    for own in held:
        expect.close(own, np.array([4.0, 6.0]), rtol=1e-12)
    expect.equal([int(count) for count in sent], [2, 2])


@task("ring")
def test_three_devices(student):
    vectors = [np.arange(6.0) * 10**i for i in range(3)]
    held, sent = student.ring(vectors)
    for own in held:
        expect.close(own, np.arange(6.0) * 111, rtol=1e-12)
    expect.equal([int(count) for count in sent], [8, 8, 8])
