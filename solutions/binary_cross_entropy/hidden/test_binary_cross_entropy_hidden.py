"""Hidden tests of the unit: random inputs from fixed seeds, extremes, and what stays unchanged."""

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest

from ftlib.grading import expect, task


def exact_softplus(x: float) -> float:
    """log(1 + e^x) in decimal arithmetic."""
    with localcontext() as context:
        context.prec = 60 + int(abs(x) / 2.3)
        return float((1 + Decimal(x).exp()).ln())


def sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def problem(seed, n=30, k=4):
    rng = np.random.default_rng(seed)
    return rng.normal(size=k), rng.normal(size=(n, k)), rng.uniform(size=n).round(1)


@task("coin_nll")
@pytest.mark.parametrize("p", [0.0, 1e-12, 0.3, 0.999, 1.0])
@pytest.mark.parametrize("heads", [0, 3, 7])
def test_counts_of_seven(student, p, heads):
    y = np.random.default_rng(heads).permutation([1] * heads + [0] * (7 - heads))
    want = 0.0
    for count, chance in ((heads, p), (7 - heads, 1 - p)):
        if count:
            want += math.inf if chance == 0 else -count * math.log(chance)
    expect.close(student.coin_nll(y, p), want, rtol=1e-9, atol=1e-14)


@task("coin_nll")
def test_nothing_happened(student):
    expect.close(student.coin_nll([], 0.5), 0.0, atol=1e-300)


@task("margin_loss")
def test_every_size_of_margin(student):
    z = np.array([0.0, 1e-8, 0.5, -0.5, 5.0, -30.0, 30.0, 200.0, -700.0, 700.0, 1e4, -1e4])
    for sign in (1.0, -1.0):
        losses, slopes = student.margin_loss(z, np.full(len(z), sign))
        want = [exact_softplus(-sign * v) for v in z[:10]]
        expect.close(losses[:10], want, rtol=1e-12)
        expect.close(losses[10:], np.maximum(-sign * z[10:], 0), rtol=1e-12, atol=1e-300)
        wrong = [-sign * math.exp(-exact_softplus(sign * v)) for v in z[:10]]
        expect.close(slopes[:10], wrong, rtol=1e-10)
        ends = np.where(sign * z[10:] > 0, 0.0, -sign)
        expect.close(slopes[10:], ends, rtol=1e-12, atol=1e-300)


@task("margin_loss")
def test_arguments_of_the_margin_stay(student):
    z, t = np.array([1.0, -2.0]), np.array([1.0, -1.0])
    student.margin_loss(z, t)
    expect.unchanged(np.array([1.0, -2.0]), z)
    expect.unchanged(np.array([1.0, -1.0]), t)


@task("weighted_gradient")
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_against_a_sum_over_examples(student, seed):
    theta, X, y = problem(seed)
    w = np.random.default_rng(seed + 50).uniform(0.1, 5, len(y))
    want = np.zeros(4)
    for row, target, weight in zip(X, y, w, strict=True):
        want += weight * (sigmoid(float(row @ theta)) - target) * row
    expect.close(student.weighted_gradient(theta, X, y, w), want / w.sum(), rtol=1e-9)


@task("weighted_gradient")
def test_huge_logits(student):
    X = np.array([[1.0], [-1.0], [1.0]])
    y, w = np.array([0.0, 0.0, 1.0]), np.array([1.0, 2.0, 5.0])
    expect.close(student.weighted_gradient(np.array([1000.0]), X, y, w), [0.125], rtol=1e-12)


@task("numeric_gradient")
@pytest.mark.parametrize("seed", [3, 4])
def test_every_coordinate(student, seed):
    theta, X, y = problem(seed, k=6)
    want = np.mean((sigmoid(X @ theta) - y)[:, None] * X, axis=0)
    expect.close(student.numeric_gradient(theta, X, y), want, atol=1e-7)


@task("numeric_gradient")
def test_integer_parameters(student):
    _, X, y = problem(5, k=3)
    theta = np.array([2, 0, -1])
    want = np.mean((sigmoid(X @ theta) - y)[:, None] * X, axis=0)
    expect.close(student.numeric_gradient(theta, X, y), want, atol=1e-7)
    expect.unchanged(np.array([2, 0, -1]), theta)


@task("repaired_gradient")
@pytest.mark.parametrize("shape", [(5,), (3, 4), (2, 3, 2)])
def test_shapes(student, shape):
    rng = np.random.default_rng(len(shape))
    z, y = rng.normal(0, 4, shape), rng.uniform(size=shape)
    kept = z.copy()
    expect.close(student.repaired_gradient(z, y), (sigmoid(z) - y) / z.size, rtol=1e-9)
    expect.unchanged(kept, z)


@task("repaired_gradient")
def test_extreme_logits(student):
    z, y = np.array([1000.0, -1000.0]), np.array([0.0, 1.0])
    expect.close(student.repaired_gradient(z, y), [0.5, -0.5], rtol=1e-12)


@task("newton_step")
@pytest.mark.parametrize("seed", [6, 7])
def test_one_step_from_anywhere(student, seed):
    """The step is where the second-order Taylor polynomial of the objective is flat."""
    theta, X, y = problem(seed)
    p = sigmoid(X @ theta)
    got = student.newton_step(theta, X, y, 0.1)
    step = np.asarray(got) - theta
    flat = np.mean(((p - y) + p * (1 - p) * (X @ step))[:, None] * X, axis=0)
    expect.close(flat + 0.1 * np.asarray(got), np.zeros(4), atol=1e-10)


@task("newton_step")
def test_six_steps_arrive(student):
    _, X, y = problem(8)
    theta = np.zeros(4)
    for _ in range(6):
        theta = np.asarray(student.newton_step(theta, X, y, 0.05))
    slope = np.mean((sigmoid(X @ theta) - y)[:, None] * X, axis=0) + 0.05 * theta
    expect.close(slope, np.zeros(4), atol=1e-12)
