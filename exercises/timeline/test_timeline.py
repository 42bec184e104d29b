"""Public tests of the unit *seventy years, run*: the examples of its notebook, and a few more."""

import numpy as np
import pytest

from ftlib.grading import expect, task


@task("log_odds")
def test_three_texts(student):
    got = student.log_odds([[2, 0], [0, 1], [1, 0]], [1, 0, 1], 1.0)
    expect.close(np.asarray(got), np.log([(4 / 5) / (1 / 3), (1 / 5) / (2 / 3)]), rtol=1e-12)


@pytest.mark.parametrize(
    ("wanted", "answer"), [(0.7, 128.0), (0.6, 64.0), (0.5, 16.0), (0.4, 16.0), (0.81, np.inf)]
)
@task("labels_needed")
def test_three_sizes(student, wanted, answer):
    expect.close(student.labels_needed([16, 64, 256], [0.5, 0.6, 0.8], wanted), answer, rtol=1e-9)


@task("doubling_time")
def test_four_years(student):
    # y = 0, 1, 3, 3: slope 1.1; the line misses by −0.1, −0.2, 0.7, −0.4: 0.7 in squares.
    se = np.sqrt(0.7 / 2 / 5)
    want = [1 / 1.1, 1 / (1.1 + se), 1 / (1.1 - se)]
    expect.close(
        np.array(student.doubling_time([0, 1, 2, 3], [1, 2, 8, 8], 1.0)), np.array(want), rtol=1e-9
    )


@task("doubling_time")
def test_an_exact_doubling(student):
    got = student.doubling_time([2000, 2003, 2006], [1.0, 2.0, 4.0], 2.0)
    expect.close(np.array(got), np.array([3.0, 3.0, 3.0]), rtol=1e-6)


@pytest.mark.parametrize(("k", "want"), [(0, 1.0), (1, (1 - np.log2(0.75)) / 2)])
@task("bits")
def test_two_letters(student, k, want):
    expect.close(student.bits("abab", "ba", k, 2), want, rtol=1e-12)
