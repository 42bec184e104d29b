"""Public tests of the unit *what to watch next*: its examples, and a few more."""

import math

import numpy as np
import pytest

from ftlib.grading import expect, task


@task("place")
def test_one_film(student):
    expect.close(np.asarray(student.place([[2.0]], [0], 3.0, 4.0, [1.0])), np.array([0.625]))
    expect.close(np.asarray(student.place([[2.0]], [], 3.0, 4.0, [1.0])), np.array([0.5]))


@task("place")
def test_two_films_that_have_nothing_in_common(student):
    got = student.place([[1.0, 0.0], [0.0, 2.0]], [1], 3.0, 1.0, [0.0, 1.0])
    expect.close(np.asarray(got), np.array([0.0, 7 / 13]), atol=1e-12)


@pytest.mark.parametrize(
    ("shown", "want"),
    [([1, 0], 1 / (3 + 1 / math.log2(3))), ([2, 1], 1.0), ([2], 3 / (3 + 1 / math.log2(3)))],
)
@task("ndcg")
def test_three_films(student, shown, want):
    expect.close(student.ndcg(shown, [0.0, 1.0, 3.0], 2), want, rtol=1e-12)


@task("ndcg")
def test_nothing_to_be_right_about(student):
    expect.equal(student.ndcg([1, 0], [0.0, 0.0], 2), None)


@task("pair_slopes")
def test_the_same_pair_twice(student):
    loss, slopes = student.pair_slopes([1.0], [[0.0], [0.0], [5.0]], [(0, 1), (0, 1)])
    expect.close(loss, math.log(2), rtol=1e-12)
    expect.close(np.asarray(slopes), np.array([[-0.5], [0.5], [0.0]]), atol=1e-12)


@task("sampled_hits")
def test_of_four_films(student):
    expect.close(student.sampled_hits([1, 3], 4, 2, 1), 0.5, rtol=1e-12)
    expect.close(student.sampled_hits([2], 4, 2, 1), 1 / 3, rtol=1e-12)
    expect.close(student.sampled_hits([4], 4, 2, 3), 1.0, rtol=1e-12)


@pytest.mark.parametrize(
    ("seen", "k", "delta", "want"),
    [([], 2, 0.5, [0, 2]), ([], 2, 0.0, [0, 1]), ([0], 3, 0.5, [1, 2]), ([], 0, 0.5, [])],
)
@task("vary")
def test_two_that_say_the_same(student, seen, k, delta, want):
    vectors = [[1.0, 0.0], [2.0, 0.0], [0.0, 1.0]]
    expect.equal(list(student.vary([3.0, 2.9, 2.5], vectors, seen, k, delta)), want)
