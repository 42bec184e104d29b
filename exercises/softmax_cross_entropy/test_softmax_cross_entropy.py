"""Public tests of the unit: hand-calculated cases and the properties the statements promise."""

import math

import numpy as np

from ftlib.grading import expect, task


@task("log_total")
def test_one_two_and_five(student):
    chunks = [np.array([0.0, math.log(2)]), np.array([math.log(5)])]
    expect.close(student.log_total(chunks), math.log(8), rtol=1e-12)


@task("log_total")
def test_ever_larger_chunks(student):
    chunks = [np.array([-1e4]), np.array([0.0, 0.0]), np.array([1e4, 1e4])]
    expect.close(student.log_total(chunks), 1e4 + math.log(2), rtol=1e-12)


@task("log_total")
def test_nothing_and_the_impossible(student):
    expect.equal(student.log_total([]), -math.inf)
    chunks = [np.array([-np.inf]), np.array([]), np.array([3.0])]
    expect.close(student.log_total(chunks), 3.0, rtol=1e-12)


@task("logit_gradient")
def test_two_that_count_and_one_that_does_not(student):
    got = student.logit_gradient(
        np.zeros((3, 2)), np.array([0, 1, -100]), np.array([3.0, 1.0]), -100
    )
    expect.close(got, [[-0.375, 0.375], [0.125, -0.125], [0.0, 0.0]], rtol=1e-12, atol=1e-15)


@task("logit_gradient")
def test_no_row_counts(student):
    got = student.logit_gradient(np.ones((2, 3)), np.array([-1, -1]), np.ones(3), -1)
    expect.close(got, np.zeros((2, 3)), atol=1e-300)


@task("curvature_along")
def test_a_half_and_two_quarters(student):
    got = student.curvature_along(np.array([[math.log(2), 0.0, 0.0]]), np.array([[4.0, 0, 0]]))
    expect.close(got, [[1.0, -0.5, -0.5]], rtol=1e-12)


@task("curvature_along")
def test_a_constant_is_flat(student):
    got = student.curvature_along(np.array([[1.0, -2.0, 0.5]]), np.full((1, 3), 7.0))
    expect.close(got, np.zeros((1, 3)), atol=1e-13)


@task("smoothing_optimum")
def test_two_classes_half_smoothed(student):
    gap, loss = student.smoothing_optimum(2, 0.5)
    expect.close(gap, math.log(3), rtol=1e-12)
    expect.close(loss, 2 * math.log(2) - 0.75 * math.log(3), rtol=1e-12)


@task("smoothing_optimum")
def test_without_smoothing(student):
    gap, loss = student.smoothing_optimum(10, 0.0)
    expect.equal(gap, math.inf)
    expect.close(loss, 0.0, atol=1e-300)


@task("repaired_loss")
def test_two_rows(student):
    z = np.array([[0.0, 0.0], [0.0, math.log(3)]])
    y = np.array([[1.0, 0.0], [0.0, 1.0]])
    expect.close(student.repaired_loss(z, y), (math.log(2) + math.log(4 / 3)) / 2, rtol=1e-12)


@task("repaired_loss")
def test_a_large_row_beside_a_small_one(student):
    z = np.array([[1e4, 0.0], [-1e4, -1e4]])
    y = np.array([[0.0, 1.0], [1.0, 0.0]])
    expect.close(student.repaired_loss(z, y), (1e4 + math.log(2)) / 2, rtol=1e-12)


@task("repaired_loss")
def test_logits_stay_as_they_were(student):
    z = np.array([[5.0, 3.0]])
    student.repaired_loss(z, np.array([[1.0, 0.0]]))
    expect.unchanged(np.array([[5.0, 3.0]]), z)


@task("distillation_gradient")
def test_one_row_at_temperature_two(student):
    got = student.distillation_gradient(
        np.array([[0.0, 0.0]]), np.array([[2 * math.log(3), 0.0]]), 2.0
    )
    expect.close(got, [[-0.5, 0.5]], rtol=1e-12)


@task("distillation_gradient")
def test_nothing_left_to_learn(student):
    z = np.array([[1.0, -2.0, 0.3]])
    expect.close(student.distillation_gradient(z, z + 5.0, 3.0), np.zeros((1, 3)), atol=1e-13)
