"""Public tests of the unit *learning from feedback*: its examples, and a few more."""

import math

import numpy as np
import pytest

from ftlib.grading import expect, task


@task("bandit_gradient")
def test_two_buttons(student):
    got = student.bandit_gradient(np.zeros(2), np.array([1.0, 0.0]))
    expect.close(got, np.array([0.25, -0.25]), rtol=1e-12)


@task("bandit_gradient")
def test_equal_rewards_give_no_direction(student):
    got = student.bandit_gradient(np.array([0.3, -1.0, 2.0]), np.full(3, 5.0))
    expect.close(got, np.zeros(3), atol=1e-12)


@pytest.mark.parametrize("beta", [0.0, 2.0])
@task("estimate_gradient")
def test_two_presses_at_the_reference(student, beta):
    zero, actions = np.zeros(2), np.array([0, 1])
    got = student.estimate_gradient(zero, zero, actions, np.array([1.0, 0.0]), beta)
    expect.close(got, np.array([0.5, -0.5]), rtol=1e-12)


@task("estimate_gradient")
def test_the_price_alone(student):
    z, actions = np.array([math.log(3), 0.0]), np.array([0, 1])
    got = student.estimate_gradient(z, np.zeros(2), actions, np.zeros(2), 1.0)
    expect.close(got, np.array([-1, 1]) * math.log(3) / 2, rtol=1e-12)


@task("estimate_gradient")
def test_the_same_reward_for_all(student):
    zero, actions = np.zeros(3), np.array([0, 0, 2, 1])
    got = student.estimate_gradient(zero, zero, actions, np.full(4, 7.0), 0.3)
    expect.close(got, np.zeros(3), atol=1e-12)


@task("best_baseline")
def test_equal_pushes(student):
    half = np.array([0.5, 0.5])
    got = student.best_baseline(half, np.array([0.0, 3.0]), np.array([[1.0], [-1.0]]))
    expect.close(got, 1.5, rtol=1e-12)


@task("best_baseline")
def test_unequal_pushes(student):
    half = np.array([0.5, 0.5])
    got = student.best_baseline(half, np.array([0.0, 3.0]), np.array([[2.0], [-1.0]]))
    expect.close(got, 0.6, rtol=1e-12)


@task("pair_loss")
def test_equal_scores(student):
    loss, up, down = student.pair_loss(np.array([3.0, -1.0]), np.array([3.0, -1.0]))
    expect.close(loss, math.log(2), rtol=1e-12)
    expect.close(up, np.array([-0.25, -0.25]), rtol=1e-12)
    expect.close(down, np.array([0.25, 0.25]), rtol=1e-12)


@task("pair_loss")
def test_three_to_one(student):
    loss, up, _ = student.pair_loss(np.array([math.log(3)]), np.array([0.0]))
    expect.close(loss, math.log(4 / 3), rtol=1e-12)
    expect.close(up, np.array([-0.25]), rtol=1e-12)


@task("best_policy")
def test_three_quarters(student):
    got = student.best_policy(np.array([0.5, 0.5]), np.array([math.log(3), 0.0]), 1.0)
    expect.close(got, np.array([0.75, 0.25]), rtol=1e-12)


@task("best_policy")
def test_equal_rewards_keep_the_reference(student):
    base = np.array([0.2, 0.0, 0.8])
    expect.close(student.best_policy(base, np.full(3, 4.0), 0.5), base, rtol=1e-12)


def doubled_and_halved():
    before = np.log(np.array([[0.2]]))
    return (np.log(np.array([[0.4]])), before), (np.log(np.array([[0.1]])), before)


@pytest.mark.parametrize(("beta", "want"), [(1.0, 5 / 4), (0.5, 3 / 2)])
@task("dpo")
def test_odds_of_four(student, beta, want):
    chosen, rejected = doubled_and_halved()
    real = np.ones((1, 1), dtype=bool)
    expect.close(student.dpo(chosen, rejected, real, real, beta), math.log(want), rtol=1e-12)


@task("dpo")
def test_the_reference_itself_costs_log_two(student):
    tokens = -np.array([[1.0, 2.0, 0.5]])
    real = np.ones((1, 3), dtype=bool)
    got = student.dpo((tokens, tokens), (tokens - 1, tokens - 1), real, real, 0.1)
    expect.close(got, math.log(2), rtol=1e-12)
