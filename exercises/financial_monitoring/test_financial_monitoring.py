"""Public tests of the unit *when the news turns*: its examples, and a few more."""

import numpy as np
import pytest

from ftlib.grading import expect, task


@pytest.mark.parametrize(
    ("k", "n", "share", "error"),
    [(46, 100, 0.32, 0.1230076420), (460_000, 1_000_000, 0.32, 0.0720824084)],
)
@task("corrected")
def test_a_share(student, k, n, share, error):
    got, spread = student.corrected(k, n, 40, 50, 70, 100)
    expect.close(got, share, rtol=1e-9)
    expect.close(spread, error, rtol=1e-6)


@task("corrected")
def test_nothing_is_cut(student):
    got, _ = student.corrected(10, 100, 40, 50, 70, 100)
    expect.close(got, -0.4, rtol=1e-9)


@pytest.mark.parametrize(
    ("day", "want"),
    [
        ([("oil", True)] * 3 + [("oil", False)], 1.0),
        ([("sport", True)] * 3 + [("sport", False)], 2.6 / 0.6),
        ([("sport", True), ("oil", False)], 0.4 / np.sqrt(0.34)),
        ([], 0.0),
    ],
)
@task("judged")
def test_days(student, day, want):
    expect.close(student.judged(day, {"oil": 0.5, "sport": 0.1}), want, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("x", "weight", "limit", "want"),
    [
        ([3, 0, 0, 3, 3], 0.5, 2, [1, 4, 5]),
        ([1, 1, 1, 1], 0.5, 1.5, [3]),
        ([], 0.5, 2, []),
        ([-9, 0, 3], 0.5, 2, []),
    ],
)
@task("rings")
def test_charts(student, x, weight, limit, want):
    expect.equal(list(student.rings(x, weight, limit)), want)


@pytest.mark.parametrize(
    ("steps", "height", "want"),
    [
        ({1: 0.5, -1: 0.5}, 1, 2.0),
        ({1: 0.5, -1: 0.5}, 2, 6.0),
        ({1: 0.25, 0: 0.75}, 3, 12.0),
        ({5: 0.1, -2: 0.9}, 3, 10.0),
    ],
)
@task("mean_run")
def test_waits(student, steps, height, want):
    expect.close(student.mean_run(steps, height), want, rtol=1e-9)


@pytest.mark.parametrize(
    ("z", "y", "want"),
    [
        ([0.1, 0.9, 0.4, 0.8], [0, 1, 1, 0], (10.0, 1)),
        ([-3.0, 2.0, -2.0, 1.0], [0, 1, 0, 1], (30.0, 2)),
        ([1.0, 0.0], [0, 1], (0.0, 0)),
    ],
)
@task("worth")
def test_thresholds(student, z, y, want):
    articles, flagged = student.worth(z, y, 30)
    expect.close(articles, want[0], rtol=1e-9, atol=1e-9)
    expect.equal(flagged, want[1])
