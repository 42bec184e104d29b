"""Public tests of the unit *to which physician?*: its examples, and a few more."""

import math

import pytest

from ftlib.grading import expect, task


@pytest.mark.parametrize(
    ("miss", "price", "want"),
    [
        ([1, 3], 0.7, [0, 1]),
        ([1, 3], 0.5, [None, None]),
        ([1, 1], 0.3, [0, None]),
        ([1, 0], 0.0, [0, 0]),
    ],
)
@task("decided")
def test_decisions(student, miss, price, want):
    expect.equal(list(student.decided([[0.8, 0.2], [0.6, 0.4]], miss, price)), want)


@pytest.mark.parametrize(
    ("z", "after", "want"),
    [
        ([0.0, 0.0], [0.9, 0.1], [0.9, 0.1]),
        ([0.0, math.log(3)], [0.9, 0.1], [0.75, 0.25]),
        ([5.0, 5.0], [0.0, 1.0], [0.0, 1.0]),
    ],
)
@task("moved")
def test_moves(student, z, after, want):
    (got,) = student.moved([z], [0.5, 0.5], after)
    expect.close(list(got), want, rtol=1e-9, atol=1e-12)


CALIBRATION = [[0.9, 0.1], [0.4, 0.6], [0.7, 0.3], [0.2, 0.8]]


@pytest.mark.parametrize(
    ("alpha", "want"),
    [(0.2, [[0], [0, 1]]), (0.1, [[0, 1], [0, 1]]), (0.6, [[0], []])],
)
@task("promised")
def test_sets(student, alpha, want):
    got = student.promised(CALIBRATION, [0, 0, 0, 1], [[0.9, 0.1], [0.6, 0.4]], alpha)
    expect.equal([list(each) for each in got], want)


@task("by_class")
def test_shares_of_classes(student):
    p = [[0.9, 0.1], [0.6, 0.4], [0.3, 0.7]]
    shares, size = student.by_class(p, [0, 0, 1], [[0.7, 0.3], [0.5, 0.5]], [0, 1], 0.5)
    expect.equal(list(shares), [1.0, 0.0])
    expect.close(size, 0.5, rtol=1e-12)


@task("by_class")
def test_a_class_without_calibration(student):
    new = [[0.8, 0.1, 0.1], [0.1, 0.8, 0.1]]
    shares, size = student.by_class([[0.9, 0.1, 0.0]], [0], new, [0, 1], 0.5)
    expect.equal(list(shares), [0.0, 1.0, None])
    expect.close(size, 2.0, rtol=1e-12)


@pytest.mark.parametrize(
    ("alpha", "want", "needed"),
    [(0.2, [True, False, False], 4), (0.5, [True, True, False], 1), (0.1, [False] * 3, 9)],
)
@task("refused")
def test_refusals(student, alpha, want, needed):
    found, count = student.refused([1, 2, 3, 4], [5, 4, 0], alpha)
    expect.equal([bool(each) for each in found], want)
    expect.equal(int(count), needed)
