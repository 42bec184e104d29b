"""Public tests of the unit *hyperparameters*: the examples of its notebook, and a few more."""

import math

import numpy as np
import pytest

from ftlib.grading import expect, task


@pytest.mark.parametrize(
    ("share", "confidence", "want"), [(0.05, 0.95, 59), (0.5, 0.75, 2), (0.9, 0.5, 1)]
)
@task("trials_needed")
def test_the_fewest(student, share, confidence, want):
    expect.equal(student.trials_needed(share, confidence), want)


@task("noise_batch")
def test_two_gradients(student):
    got = student.noise_batch(np.array([[3.0, 0.0], [1.0, 0.0]]))
    expect.close(got, 2 / 3, rtol=1e-12)


@task("noise_batch")
def test_no_signal(student):
    expect.equal(student.noise_batch(np.array([[1.0], [-1.0]])), math.inf)


@pytest.mark.parametrize(("noise", "want"), [(0.02, 0.77), (0.05, 0.74), (0.0, 0.78)])
@task("winner_worth")
def test_three_settings(student, noise, want):
    got = student.winner_worth(np.array([0.70, 0.74, 0.78]), noise)
    expect.close(got, want, rtol=1e-12)


@pytest.mark.parametrize(("budget", "want"), [(1, 30.0), (2, 110 / 3), (3, 30.0)])
@task("best_of_budget")
def test_three_trials(student, budget, want):
    arrays = np.array([1.0, 3.0, 2.0]), np.array([10.0, 30.0, 50.0])
    expect.close(student.best_of_budget(*arrays, budget), want, rtol=1e-12)


@task("improvement")
def test_at_the_best(student):
    got = student.improvement(np.array([1.0, 3.0]), np.array([2.0, 0.0]), 1.0)
    expect.close(got, np.array([2 / math.sqrt(2 * math.pi), 2.0]), rtol=1e-9)


@pytest.mark.parametrize(
    ("arguments", "rungs", "cost"),
    [
        ((27, 1, 9, 3), [(27, 1), (9, 3), (3, 9)], 63),
        ((4, 3, 8, 3), [(4, 3)], 12),
        ((16, 1, 4, 2), [(16, 1), (8, 2), (4, 4)], 32),
    ],
)
@task("halving_plan")
def test_rungs(student, arguments, rungs, cost):
    got_rungs, got_cost = student.halving_plan(*arguments)
    expect.equal([tuple(each) for each in got_rungs], rungs)
    expect.equal(got_cost, cost)
