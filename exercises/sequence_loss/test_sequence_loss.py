"""Public tests of the unit: hand-calculated cases and the properties the statements promise."""

import math

import numpy as np

from ftlib.grading import expect, task


@task("shift_and_mask")
def test_the_example(student):
    got = student.shift_and_mask(np.array([[5, 6, 7, 2, 2]]), np.array([4]), np.array([2]))
    expect.equal(got, [[-100, 7, 2, -100]])


@task("shift_and_mask")
def test_a_full_row_without_prompt(student):
    got = student.shift_and_mask(np.array([[4, 5, 6]]), np.array([3]), np.array([0]))
    expect.equal(got, [[5, 6]])


@task("two_averages")
def test_unequal_lengths(student):
    losses = np.array([[1.0, 3.0], [6.0, math.nan]])
    got = student.two_averages(losses, np.array([[True, True], [True, False]]))
    expect.close(got, (10 / 3, 4.0), rtol=1e-12)


@task("two_averages")
def test_equal_lengths_agree(student):
    losses = np.array([[1.0, 2.0, 9.0], [4.0, 5.0, 9.0]])
    got = student.two_averages(losses, np.array([[True, True, False]] * 2))
    expect.close(got, (3.0, 3.0), rtol=1e-12)


@task("accumulate")
def test_two_small_batches(student):
    loss, gradient = student.accumulate(
        np.array([2.0, 4.0]), np.array([[1.0], [5.0]]), np.array([3, 1])
    )
    expect.close(loss, 2.5, rtol=1e-12)
    expect.close(gradient, [2.0], rtol=1e-12)


@task("rate")
def test_two_tokens_on_two_bytes(student):
    expect.close(student.rate(np.log([8.0, 2.0]), "ab"), (4.0, 2.0), rtol=1e-12)


@task("two_way_contrast")
def test_nothing_to_choose(student):
    loss, slopes_q, slopes_k = student.two_way_contrast(
        np.array([[1.0, 2.0]]), np.array([[0.5, -1.0]]), 0.1
    )
    expect.close(loss, 0.0, atol=1e-12)
    expect.close(slopes_q, [[0.0, 0.0]], atol=1e-12)
    expect.close(slopes_k, [[0.0, 0.0]], atol=1e-12)


@task("two_way_contrast")
def test_two_alike(student):
    """All scores are equal: each choice is even, so the loss is log 2 and nothing pulls."""
    ones = np.ones((2, 3))
    loss, slopes_q, slopes_k = student.two_way_contrast(ones, ones, 0.5)
    expect.close(loss, math.log(2), rtol=1e-12)
    expect.close(slopes_q, np.zeros((2, 3)), atol=1e-12)
    expect.close(slopes_k, np.zeros((2, 3)), atol=1e-12)


@task("two_way_contrast")
def test_two_orthogonal_pairs(student):
    """With p the probability of the wrong choice, every score's slope is ± p/2."""
    p = 1 / (1 + math.exp(2.0))
    loss, slopes_q, slopes_k = student.two_way_contrast(np.eye(2), np.eye(2), 0.5)
    expect.close(loss, -math.log1p(-p), rtol=1e-12)
    expect.close(slopes_q, p * np.array([[-1.0, 1.0], [1.0, -1.0]]), rtol=1e-9)
    expect.close(slopes_k, p * np.array([[-1.0, 1.0], [1.0, -1.0]]), rtol=1e-9)


@task("sampled_loss")
def test_one_draw_is_the_target(student):
    got = student.sampled_loss(0.0, 3, np.zeros(2), np.array([1, 3]), np.array([0.25, 0.5]))
    expect.close(got, math.log(3), rtol=1e-12)


@task("sampled_loss")
def test_every_class_once_at_even_odds(student):
    """Drawing each of the three other classes once, each with probability 1/3, is exact."""
    z = np.array([0.3, -1.0, 2.0])
    got = student.sampled_loss(0.5, 0, z, np.array([1, 2, 3]), np.full(3, 1 / 3))
    expect.close(got, math.log(math.exp(0.5) + np.exp(z).sum()) - 0.5, rtol=1e-12)
