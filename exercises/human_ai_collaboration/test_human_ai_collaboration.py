"""Public tests of the unit *people and machines*: the examples of its notebook, and a few more."""

import numpy as np
import pytest

from ftlib.grading import expect, task


@pytest.mark.parametrize(
    ("confidence", "right", "coverage", "risk"),
    [
        ([0.9, 0.6, 0.6, 0.8], [1, 0, 1, 1], [0.25, 0.5, 1.0], [0.0, 0.0, 0.25]),
        ([0.7, 0.7], [0, 1], [1.0], [0.5]),
    ],
)
@task("risk_coverage")
def test_curves(student, confidence, right, coverage, risk):
    mine, errors = student.risk_coverage(confidence, right)
    expect.close(np.asarray(mine), np.array(coverage), rtol=1e-12)
    expect.close(np.asarray(errors), np.array(risk), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    ("y", "d", "declined", "cost"),
    [
        ([0, 0, 0], 0.375, [False, True, False], 1.375 / 3),
        ([0, 0, 1], 0.375, [False, True, False], 0.375 / 3),
        ([0, 1, 1], 0.75, [False, False, False], 1 / 3),
    ],
)
@task("chow_bill")
def test_three_items(student, y, d, declined, cost):
    p = [[0.75, 0.25], [0.5, 0.5], [0.125, 0.875]]
    got, bill = student.chow_bill(p, y, d)
    expect.equal(np.asarray(got).tolist(), declined)
    expect.close(bill, cost, rtol=1e-12)


@pytest.mark.parametrize(("capacity", "want"), [(2, [0, 1]), (1, [0]), (4, [0, 1, 2]), (0, [])])
@task("ask")
def test_four_cases(student, capacity, want):
    p, q = [0.5, 0.5, 0.75, 1.0], [1.0, 0.75, 1.0, 1.0]
    expect.equal(np.asarray(student.ask(p, q, 1, 1, 0.125, capacity)).tolist(), want)


@task("pair")
def test_four_items(student):
    got = student.pair([1, 0, 0, 1], [0, 1, 0, 1], [0, 1, 1, 0])
    want = {"accuracy": 0.75, "over_model": 0.25, "over_person": 0.25, "ceiling": 0.75}
    for name, value in want.items():
        expect.close(got[name], value, rtol=1e-12)


@pytest.mark.parametrize(
    ("r_plus", "r_minus", "want"),
    [(0.5, 0.25, 0.5625), (0.0, 0.0, 0.5), (1.0, 1.0, 0.5), (1.0, 0.0, 0.75)],
)
@task("advised")
def test_four_kinds(student, r_plus, r_minus, want):
    expect.close(student.advised([1, 0, 1, 0], [0, 1, 1, 0], r_plus, r_minus), want, rtol=1e-12)
