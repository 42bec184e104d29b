"""Public tests of the unit *to which physician?*: its examples, and a few more."""

import math

import pytest

from ftlib.grading import expect, task


def listed(got):
    """Rows of any kind as lists; what is no list of rows is shown as it is."""
    try:
        return [list(each) for each in got]
    except TypeError:
        return got


def flat(got):
    """A tuple or an array as a list; what is none is shown as it is."""
    try:
        return list(got)
    except TypeError:
        return got


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
    expect.equal(student.decided([[0.8, 0.2], [0.6, 0.4]], miss, price), want)


@task("decided")
def test_equal_costs_that_rounding_sets_apart(student):
    expect.equal(student.decided([[0.3, 0.1, 0.6]], [1, 3, 0.1], 0.5), [0])  # 0.36, 0.36, 0.6


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
    expect.close(listed(student.moved([z], [0.5, 0.5], after)), [want], rtol=1e-5, atol=1e-7)


CALIBRATION = [[0.9, 0.1], [0.4, 0.6], [0.7, 0.3], [0.2, 0.8]]


@pytest.mark.parametrize(
    ("alpha", "want"),
    [(0.2, [[0], [0, 1]]), (0.1, [[0, 1], [0, 1]]), (0.6, [[0], []])],
)
@task("promised")
def test_sets(student, alpha, want):
    got = student.promised(CALIBRATION, [0, 0, 0, 1], [[0.9, 0.1], [0.6, 0.4]], alpha)
    expect.equal(listed(got), want)


def pair(got, what):
    expect.true(isinstance(got, (tuple, list)) and len(got) == 2, f"two values are asked: {what}")
    return got


@task("by_class")
def test_shares_of_classes(student):
    p = [[0.9, 0.1], [0.6, 0.4], [0.3, 0.7]]
    got = student.by_class(p, [0, 0, 1], [[0.7, 0.3], [0.5, 0.5]], [0, 1], 0.5)
    shares, size = pair(got, "the shares of the classes, and the mean size")
    expect.equal(flat(shares), [1.0, 0.0])
    expect.close(size, 0.5, rtol=1e-12)


@task("by_class")
def test_a_class_without_calibration(student):
    new = [[0.8, 0.1, 0.1], [0.1, 0.8, 0.1]]
    got = student.by_class([[0.9, 0.1, 0.0]], [0], new, [0, 1], 0.5)
    shares, size = pair(got, "the shares of the classes, and the mean size")
    expect.equal(flat(shares), [0.0, 1.0, None])
    expect.close(size, 2.0, rtol=1e-12)


@pytest.mark.parametrize(
    ("alpha", "want", "needed"),
    [(0.2, [True, False, False], 4), (0.5, [True, True, False], 1), (0.1, [False] * 3, 9)],
)
@task("refused")
def test_refusals(student, alpha, want, needed):
    got = student.refused([1, 2, 3, 4], [5, 4, 0], alpha)
    found, count = pair(got, "the decisions, and how many known questions are needed")
    expect.equal([bool(each) for each in found], want)
    expect.equal(count, needed)
