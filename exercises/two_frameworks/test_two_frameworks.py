"""Public tests of the unit *two frameworks*: the examples of its notebook, and a few more."""

import numpy as np
import pytest

from ftlib.grading import expect, task


@task("keras_kernel")
def test_a_picture_of_two_pixels(student):
    got = student.keras_kernel(np.array([[1.0, 2.0, 3.0, 4.0]]), picture=(2, 1, 2))
    expect.close(got, np.array([[1.0], [3.0], [2.0], [4.0]]), rtol=1e-12)


@task("keras_kernel")
def test_dense_bias_and_convolution(student):
    expect.close(student.keras_kernel(np.array([1.0, 2.0])), np.array([1.0, 2.0]), rtol=1e-12)
    matrix = np.arange(6.0).reshape(2, 3)
    expect.close(
        student.keras_kernel(matrix), np.array([[0.0, 3.0], [1.0, 4.0], [2.0, 5.0]]), rtol=1e-12
    )
    got = np.asarray(student.keras_kernel(np.arange(48.0).reshape(2, 4, 3, 2)))
    expect.shape(got, (3, 2, 4, 2))
    expect.close(got[2, 1, 3, 0], 23.0, rtol=1e-12)  # out 0, in 3, row 2, column 1


@pytest.mark.parametrize(
    ("g", "t", "framework", "want"),
    [
        (1.0, 1, "torch", 1 / (1 + 1e-8)),
        (1e-7, 1, "keras", 1e-7 / (1e-7 + 1e-7 / np.sqrt(0.001))),
        (-2.0, 7, "torch", -1.0),
        (0.0, 3, "keras", 0.0),
    ],
)
@task("adam_step")
def test_steps(student, g, t, framework, want):
    expect.close(student.adam_step(g, t, framework), want, rtol=1e-7, atol=1e-12)


@pytest.mark.parametrize(("framework", "want"), [("torch", (0.1, 1.1)), ("keras", (0.01, 1.0))])
@task("running_statistics")
def test_one_batch(student, framework, want):
    mean, variance = student.running_statistics([np.array([0.0, 2.0])], framework)
    expect.close(mean, want[0], rtol=1e-12)
    expect.close(variance, want[1], rtol=1e-12)


@pytest.mark.parametrize(("how", "want"), [("global", (0.6, 0.8)), ("each", (1.0, 1.0))])
@task("clipped")
def test_three_and_four(student, how, want):
    got = student.clipped([np.array([3.0]), np.array([4.0])], 1.0, how)
    for mine, right in zip(got, want, strict=True):
        expect.close(mine, np.array([right]), rtol=1e-5)


@task("clipped")
def test_what_is_short_stays(student):
    for how in ("each", "global"):
        got = student.clipped([np.array([0.1, 0.2]), np.array([[0.3]])], 5.0, how)
        expect.close(got[0], np.array([0.1, 0.2]), rtol=1e-12)
        expect.close(got[1], np.array([[0.3]]), rtol=1e-12)


@pytest.mark.parametrize(
    ("size", "window", "stride", "want"),
    [(8, 3, 2, (0, 1)), (8, 3, 1, (1, 1)), (7, 3, 2, (1, 1)), (5, 2, 1, (0, 1))],
)
@task("same_padding")
def test_paddings(student, size, window, stride, want):
    expect.equal(student.same_padding(size, window, stride), want)
