"""Public tests of the unit *a borrowed eye*: its examples, and a few more."""

import numpy as np
import pytest

from ftlib.grading import expect, task


@pytest.mark.parametrize(
    ("side", "layers", "want"),
    [
        (8, [(3, 2), (3, 2)], (3, 2)),
        (9, [(3, 2), (3, 2)], (0, 3)),
        (8, [(5, 1), (1, 1)], (0, 8)),
        (224, [(3, 2), (3, 1), (3, 2), (5, 2), (3, 2), (5, 1), (5, 2)], (31, 7)),
    ],
)
@task("earlier")
def test_shifts(student, side, layers, want):
    expect.equal(student.earlier(side, layers), want)


@task("address")
def test_where_an_entry_goes(student):
    kernel = np.zeros((6, 1, 3, 3), dtype=np.float32)
    kernel[4, 0, 1, 2] = 1
    got = student.address(kernel, 2)
    expect.shape(got, (3, 3, 2, 3))
    want = np.zeros((3, 3, 2, 3))
    want[1, 2, 1, 1] = 1
    expect.equal(np.asarray(got, dtype=np.float64), want)


@task("address")
def test_an_ordinary_kernel(student):
    kernel = np.arange(24.0).reshape(2, 3, 1, 4)
    got = student.address(kernel, 1)
    expect.shape(got, (1, 4, 3, 2))
    expect.close(got[0, 3, 1, 1], kernel[1, 1, 0, 3], rtol=0)


@task("address")
def test_the_dtype_stays(student):
    for name in ("float32", "float64"):
        expect.dtype(student.address(np.ones((2, 1, 3, 3), dtype=name), 2), name)


def pair(got, what):
    expect.true(isinstance(got, (tuple, list)) and len(got) == 2, f"two values are asked: {what}")
    return got


@task("folded")
def test_one_filter(student):
    got = student.folded(np.ones((1, 2, 1, 1)), None, [2.0], [1.0], [3.0], [3.99], 0.01)
    kernel, bias = pair(got, "the kernel and the bias")
    expect.close(kernel, np.ones((1, 2, 1, 1)), rtol=1e-12)
    expect.close(bias, np.array([-2.0]), rtol=1e-12)


@task("folded")
def test_a_bias_that_was_there(student):
    got = student.folded(np.ones((1, 1, 3, 3)), [5.0], [2.0], [1.0], [3.0], [15.99], 0.01)
    kernel, bias = pair(got, "the kernel and the bias")
    expect.close(kernel, np.full((1, 1, 3, 3), 0.5), rtol=1e-12)
    expect.close(bias, np.array([2.0]), rtol=1e-12)


@pytest.mark.parametrize(
    ("stages", "channels", "side", "want"),
    [
        ([(2, 3, 1, 2, 3)], 4, 8, (128, 3584)),
        ([(1, 5, 1, 1, 3)], 4, 6, (56, 56 * 36)),
        ([(1, 4, 2, 2, 3)], 4, 8, (104, 104 * 16)),
    ],
)
@task("cost")
def test_costs(student, stages, channels, side, want):
    expect.equal(student.cost(stages, channels, side), want)


def listed(got):
    """Names in a tuple or an array count as a list of strings; anything else as it came."""
    if isinstance(got, (list, tuple, np.ndarray)):
        return [str(each) if isinstance(each, str) else each for each in got]
    return got


CATS = [("cat", float(each)) for each in range(1, 10)]


@pytest.mark.parametrize(
    ("strangeness", "alpha", "want"),
    [
        (9.5, 0.1, None),
        (9.5, 1 - 0.9, None),
        (9.0, 0.1, ["cat", "owl"]),
        (9.0, 0.2, None),
        (9.5, 0.09, ["cat", "owl"]),
    ],
)
@task("answer")
def test_answers(student, strangeness, alpha, want):
    names = ["dog", "cat", "owl"]
    got = student.answer([0.0, 2.0, 1.0], strangeness, CATS, names, alpha, 2)
    expect.equal(listed(got), want)


@task("answer")
def test_a_kind_nobody_knows(student):
    expect.equal(listed(student.answer([3.0, 2.0], 99.0, CATS, ["dog", "cat"], 0.5, 1)), ["dog"])
