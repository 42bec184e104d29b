"""Hidden tests: other programs' answers, exact differences, walking, counting by brute force."""

import numpy as np
import pytest
from scipy.signal import correlate2d

from ftlib.grading import expect, task


def by_scipy(x, kernel, stride, padding):
    """The same by SciPy's correlation, thinned out afterwards."""
    padded = np.pad(x, ((0, 0), (padding, padding), (padding, padding)))
    maps = [
        sum(correlate2d(plane, k, mode="valid") for plane, k in zip(padded, each, strict=True))
        for each in kernel
    ]
    return np.array(maps)[:, ::stride, ::stride]


@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (1, 2), (2, 0), (2, 1), (3, 1), (4, 3)])
@task("convolve")
def test_channels_filters_strides_and_padding(student, stride, padding):
    rng = np.random.default_rng(stride + 10 * padding)
    x, kernel = rng.normal(size=(3, 6, 9)), rng.normal(size=(4, 3, 3, 2))
    given = x.copy()
    got = student.convolve(given, kernel, stride, padding)
    expect.close(got, by_scipy(x, kernel, stride, padding), atol=1e-12)
    expect.unchanged(x, given)


@task("convolve")
def test_one_place_is_left(student):
    rng = np.random.default_rng(0)
    x, kernel = rng.normal(size=(2, 4, 5)), rng.normal(size=(1, 2, 4, 5))
    expect.close(student.convolve(x, kernel, 2, 0), [[[(x * kernel[0]).sum()]]], atol=1e-12)


@pytest.mark.parametrize(("k", "stride"), [(1, 1), (3, 1), (2, 2), (3, 2), (2, 3)])
@task("kernel_gradient")
def test_central_differences(student, k, stride):
    rng = np.random.default_rng(10 * k + stride)
    x = rng.normal(size=(2, 6, 7))
    shape = ((6 - k) // stride + 1, (7 - k) // stride + 1)
    delta = rng.normal(size=(3, *shape))
    got = student.kernel_gradient(x, delta, k, stride)
    expect.shape(got, (3, 2, k, k))
    want = np.zeros((3, 2, k, k))
    for index in np.ndindex(want.shape):
        one = np.zeros_like(want)
        one[index] = 1.0  # the answer is linear in the kernel: one difference is exact
        want[index] = (by_scipy(x, one, stride, 0) * delta).sum()
    expect.close(got, want, atol=1e-12)


@pytest.mark.parametrize(("k", "m", "height", "width"), [(2, 2, 3, 4), (3, 1, 4, 3), (1, 3, 2, 5)])
@task("matrix_of")
def test_the_matrix_times_any_picture(student, k, m, height, width):
    rng = np.random.default_rng(k + 10 * m)
    kernel, x = rng.normal(size=(k, m)), rng.normal(size=(height, width))
    got = np.asarray(student.matrix_of(kernel, height, width), dtype=float)
    want = correlate2d(x, kernel, mode="valid")
    expect.shape(got, (want.size, x.size))
    expect.close(got @ x.ravel(), want.ravel(), atol=1e-12)
    expect.equal(np.count_nonzero(got), want.size * kernel.size)


def walk(layers):
    """The pixels behind the places 0 and 1, layer by layer backwards, as sets."""
    seen = []
    for place in (0, 1):
        places = {place}
        for kernel, stride in reversed(layers):
            places = {stride * each + a for each in places for a in range(kernel)}
        seen.append((min(places), max(places)))
    (first, last), (second, _) = seen
    return last - first + 1, second - first


@pytest.mark.parametrize(
    "layers",
    [
        [(5, 1), (2, 2), (5, 1), (2, 2)],
        [(3, 2), (3, 2), (3, 2)],
        [(1, 1), (7, 1)],
        [(4, 3), (1, 2), (2, 1), (3, 1)],
        [(3, 1)] * 6,
        [(3, 1), (3, 5)],
    ],
)
@task("field")
def test_walking_back_to_the_pixels(student, layers):
    size, jump = student.field(list(layers))
    expect.equal((int(size), int(jump)), walk(layers))


def slow_cost(side, channels, convolutions, classes):
    """Places by walking, parameters by making the arrays."""
    parameters = 0
    for filters, kernel, stride, padding in convolutions:
        parameters += np.zeros((filters, channels, kernel, kernel)).size + filters
        side = len(range(kernel, side + 2 * padding + 1, stride))
        channels = filters
    return side, parameters + np.zeros((classes, channels, side, side)).size + classes


@pytest.mark.parametrize(
    "convolutions",
    [
        [(8, 5, 1, 2), (16, 5, 1, 2)],
        [(3, 3, 2, 0), (5, 2, 1, 1), (2, 1, 1, 0)],
        [(6, 4, 3, 1)],
        [(2, 7, 2, 3), (4, 3, 2, 1)],
    ],
)
@task("cost")
def test_arrays_counted(student, convolutions):
    for side, channels, classes in [(14, 1, 10), (17, 3, 2)]:
        got, parameters = student.cost(side, channels, list(convolutions), classes)
        want = slow_cost(side, channels, convolutions, classes)
        expect.equal((int(got), int(parameters)), want)
