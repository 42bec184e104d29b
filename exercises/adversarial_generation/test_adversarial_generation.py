"""Public tests of the unit *adversarial generation*: its examples, and a few more."""

import numpy as np

from ftlib.grading import expect, task


@task("best_judge")
def test_equal_and_three_times(student):
    log_p = np.array([-1.0, -900.0, np.log(3) - 2])
    log_q = np.array([-1.0, -900.0, -2.0])
    expect.close(student.best_judge(log_p, log_q), np.array([0.5, 0.5, 0.75]), rtol=1e-10)


@task("best_judge")
def test_one_is_impossible(student):
    got = student.best_judge(np.array([-1.0, -np.inf]), np.array([-np.inf, -1.0]))
    expect.close(got, np.array([1.0, 0.0]), atol=1e-15)


@task("divergence")
def test_a_judge_that_knows_nothing(student):
    expect.close(student.divergence(np.zeros(4), np.zeros(7)), 0.0, atol=1e-12)


@task("divergence")
def test_a_judge_that_is_sure(student):
    got = student.divergence(np.full(3, 800.0), np.full(2, -800.0))
    expect.close(got, np.log(2), atol=1e-12)


@task("divergence")
def test_two_fair_and_unfair_coins(student):
    # real: 3 heads of 4, made: 1 of 4, so D* is 3/4 on heads and 1/4 on tails
    z = np.log(3)
    got = student.divergence(np.array([z, z, z, -z]), np.array([z, -z, -z, -z]))
    want = 0.75 * np.log(1.5) + 0.25 * np.log(0.5)
    expect.close(got, want, rtol=1e-10)


@task("generator_slopes")
def test_a_coin_and_a_sure_judge(student):
    for z, want in ((0.0, (-0.5, -0.5)), (np.log(1 / 99), (-0.01, -0.99))):
        got = student.generator_slopes(np.array([z]))
        expect.close(np.asarray(got[0]), np.array([want[0]]), rtol=1e-10)
        expect.close(np.asarray(got[1]), np.array([want[1]]), rtol=1e-10)


@task("generator_slopes")
def test_a_batch_shares_its_mean(student):
    first, second = student.generator_slopes(np.zeros(5))
    expect.close(np.asarray(first), np.full(5, -0.1), rtol=1e-10)
    expect.close(np.asarray(second), np.full(5, -0.1), rtol=1e-10)


@task("frechet")
def test_a_column(student):
    got = student.frechet(np.array([[-1.0], [1.0]]), np.array([[2.0], [4.0]]))
    expect.close(got, 9.0, atol=1e-7)


@task("frechet")
def test_columns_without_correlation_add_up(student):
    corners = np.array([[1.0, 1], [1, -1], [-1, 1], [-1, -1]])
    got = student.frechet(corners, corners * [2.0, 3.0] + [0.0, 1.0])
    # the unbiased variance of (1, 1, -1, -1) is 4/3
    expect.close(got, 1 + 4 / 3 * ((2 - 1) ** 2 + (3 - 1) ** 2), rtol=1e-8)


@task("modes_held")
def test_four_samples(student):
    samples = np.array([[0.0, 1.0], [0.0, 0.0], [2.5, 0.0], [4.0, 0.0]])
    held, good = student.modes_held(samples, np.array([[0.0, 0.0], [4.0, 0.0]]), 1.0, 0.25)
    expect.equal(int(held), 2)
    expect.close(good, 0.75, atol=1e-12)


@task("modes_held")
def test_all_in_one_place(student):
    centres = np.array([[0.0], [1.0], [2.0]])
    held, good = student.modes_held(np.full((10, 1), 1.1), centres, 0.3, 0.1)
    expect.equal(int(held), 1)
    expect.close(good, 1.0, atol=1e-12)
