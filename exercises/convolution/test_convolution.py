"""Public tests of the unit *convolution*: its examples, and a few more."""

import numpy as np
import pytest

from ftlib.grading import expect, task

PICTURE = np.arange(9.0).reshape(1, 3, 3)


@task("convolve")
def test_four_windows(student):
    kernel = np.array([[[[1.0, -1.0], [0.0, 2.0]]]])
    expect.close(student.convolve(PICTURE, kernel, 1, 0), [[[7.0, 9.0], [13.0, 15.0]]], atol=1e-12)


@task("convolve")
def test_a_stride_and_a_ring_of_zeros(student):
    ones = np.ones((1, 1, 3, 3))
    want = [[[8.0, 12.0], [20.0, 24.0]]]
    expect.close(student.convolve(PICTURE, ones, 2, 1), want, atol=1e-12)


@task("kernel_gradient")
def test_each_weight_adds_up_its_pixels(student):
    got = student.kernel_gradient(PICTURE, np.ones((1, 2, 2)), 2, 1)
    expect.close(got, [[[[8.0, 12.0], [20.0, 24.0]]]], atol=1e-12)


@task("kernel_gradient")
def test_one_place_and_two_filters(student):
    got = student.kernel_gradient(PICTURE, np.array([[[2.0]], [[-1.0]]]), 3, 1)
    expect.close(got, np.stack([2 * PICTURE, -PICTURE]), atol=1e-12)


@task("matrix_of")
def test_a_row_of_three_pixels(student):
    got = student.matrix_of(np.array([[1.0, 2.0]]), 1, 3)
    expect.close(got, [[1.0, 2.0, 0.0], [0.0, 1.0, 2.0]], atol=1e-12)


@task("matrix_of")
def test_a_kernel_as_large_as_the_picture(student):
    kernel = np.arange(6.0).reshape(2, 3)
    expect.close(student.matrix_of(kernel, 2, 3), kernel.reshape(1, 6), atol=1e-12)


@pytest.mark.parametrize(
    ("layers", "want"), [([(3, 1), (2, 2), (3, 1)], (8, 2)), ([], (1, 1)), ([(5, 3)], (5, 3))]
)
@task("field")
def test_fields_by_hand(student, layers, want):
    size, jump = student.field(layers)
    expect.equal((int(size), int(jump)), want)


@task("cost")
def test_one_convolution(student):
    side, parameters = student.cost(8, 1, [(4, 3, 2, 1)], 10)
    expect.equal((int(side), int(parameters)), (4, 690))


@task("cost")
def test_no_convolution_is_a_linear_model(student):
    side, parameters = student.cost(5, 3, [], 2)
    expect.equal((int(side), int(parameters)), (5, 152))
