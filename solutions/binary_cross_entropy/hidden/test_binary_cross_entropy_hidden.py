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
@pytest.mark.parametrize("heads", [0, 1, 3, 6, 7])
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


@task("true_probability")
@pytest.mark.parametrize("w", [0.5, 1.0, 20.0])
@pytest.mark.parametrize("kept", [1.0, 0.3, 0.01])
def test_the_share_of_a_training_set(student, w, kept):
    """What such a training makes of messages of which a share is spam, undone."""
    shares = np.array([1e-9, 0.003, 0.2, 0.4, 0.5, 0.6, 0.7, 0.97])
    seen_odds = w * shares / (kept * (1 - shares))
    expect.close(student.true_probability(np.log(seen_odds), w, kept), shares, rtol=1e-9)


@task("true_probability")
def test_logits_of_a_thousand(student):
    z = np.array([-1000.0, -300.0, 1000.0])
    got = student.true_probability(z, 4.0, 0.5)
    expect.close(got, [0.0, math.exp(-300) / 8, 1.0], rtol=1e-10, atol=1e-300)
    expect.unchanged(np.array([-1000.0, -300.0, 1000.0]), z)


@task("regret")
def test_divergence_of_random_pairs(student):
    rng = np.random.default_rng(9)
    p, q = rng.uniform(0.02, 0.98, 40), rng.uniform(0.02, 0.98, 40)
    want = q * np.log(q / p) + (1 - q) * np.log((1 - q) / (1 - p))
    expect.close(student.regret(np.log(p / (1 - p)), q), want, rtol=1e-9, atol=1e-13)


@task("regret")
def test_a_perfect_forecast_is_on_the_floor(student):
    q = np.array([0.001, 0.3, 0.5, 0.9])
    expect.close(student.regret(np.log(q / (1 - q)), q), np.zeros(4), atol=1e-14)


@task("regret")
def test_ends(student):
    z = np.array([1000.0, -1000.0, 1000.0, -40.0, 700.0])
    q = np.array([1.0, 0.0, 0.5, 0.0, 0.0])
    want = [0.0, 0.0, 500 - math.log(2), math.exp(-40), 700.0]
    expect.close(student.regret(z, q), want, rtol=1e-9, atol=1e-300)
    expect.unchanged(np.array([1.0, 0.0, 0.5, 0.0, 0.0]), q)


def noisy_loss(z, y, missed, invented):
    """The cross-entropy of one label, in decimal arithmetic."""
    with localcontext() as context:
        context.prec = 60 + int(abs(z) / 2)
        z, missed, invented = Decimal(z), Decimal(missed), Decimal(invented)
        p = 1 / (1 + (-z).exp())
        says_one = (1 - missed) * p + invented * (1 - p)
        return -(says_one if y else 1 - says_one).ln()


@task("noisy_label_slope")
@pytest.mark.parametrize(("missed", "invented"), [(0.1, 0.1), (0.3, 0.05), (0.0, 0.4), (0.6, 0.0)])
def test_slope_by_exact_differences(student, missed, invented):
    z = np.array([-40.0, -3.0, -0.25, 0.0, 0.5, 1.5, 4.0, 36.0])
    for label in (0, 1):
        got = student.noisy_label_slope(z, np.full(8, float(label)), missed, invented)
        h, want = Decimal(10) ** -12, []
        for logit in z:
            logit = Decimal(float(logit))
            rise = noisy_loss(logit + h, label, missed, invented)
            want.append(float((rise - noisy_loss(logit - h, label, missed, invented)) / (2 * h)))
        expect.close(got, want, rtol=1e-9, atol=1e-30)


@task("noisy_label_slope")
def test_sure_and_contradicted(student):
    z, y = np.array([500.0, -500.0, 500.0, -500.0]), np.array([0.0, 1.0, 1.0, 0.0])
    honest = student.noisy_label_slope(z, y, 0.0, 0.0)
    expect.close(honest, [1.0, -1.0, 0.0, 0.0], rtol=1e-12, atol=1e-200)
    one_sided = student.noisy_label_slope(z, y, 0.25, 0.0)
    expect.close(one_sided, [0.0, -1.0, 0.0, 0.0], rtol=1e-12, atol=1e-200)
    expect.unchanged(np.array([500.0, -500.0, 500.0, -500.0]), z)


def exact_focus(z, gamma):
    """(1 − p)^γ [(1 − p) − γ p log p] in decimal arithmetic."""
    with localcontext() as context:
        context.prec = 80 + int(abs(z) / 2)
        z, gamma = Decimal(float(z)), Decimal(float(gamma))
        p = 1 / (1 + (-z).exp())
        return float((1 - p) ** gamma * ((1 - p) - gamma * p * p.ln()))


@task("focused_slope")
@pytest.mark.parametrize(("gamma_1", "gamma_0"), [(2.0, 2.0), (0.0, 4.0), (1.5, 0.5)])
def test_exact_slopes(student, gamma_1, gamma_0):
    z = np.array([-50.0, -4.0, -1.0, 0.3, 2.0, 9.0, 50.0])
    y = np.array([1.0, 1.0, 0.0, 0.5, 0.2, 0.0, 1.0])
    want = [
        (1 - target) * exact_focus(-logit, gamma_0) - target * exact_focus(logit, gamma_1)
        for logit, target in zip(z, y, strict=True)
    ]
    expect.close(student.focused_slope(z, y, gamma_1, gamma_0), want, rtol=1e-9)


@task("focused_slope")
def test_focus_at_a_thousand(student):
    z, y = np.array([1000.0, -1000.0, 1000.0, -1000.0]), np.array([0.0, 1.0, 1.0, 0.0])
    got = student.focused_slope(z, y, 2.0, 3.0)
    expect.close(got, [1.0, -1.0, 0.0, 0.0], rtol=1e-12, atol=1e-300)
    expect.unchanged(np.array([1000.0, -1000.0, 1000.0, -1000.0]), z)


@task("safe_step")
@pytest.mark.parametrize(("n", "k"), [(30, 4), (3, 6), (8, 1)])
def test_the_curvature_it_allows(student, n, k):
    """1/η is the curvature at p = 1/2 in the steepest direction: a high power of the matrix
    leaves nothing but that direction."""
    rng = np.random.default_rng(n)
    X, w = rng.normal(size=(n, k)), rng.uniform(0.2, 6, n)
    matrix = sum(weight * np.outer(row, row) for weight, row in zip(w, X, strict=True))
    steepest = matrix / np.trace(matrix)
    for _ in range(40):  # the power 2^40
        steepest = steepest @ steepest
        steepest /= np.trace(steepest)
    curvature = np.trace(matrix @ steepest) / (4 * w.sum())
    expect.close(student.safe_step(X, w, 0.0), 1 / curvature, rtol=1e-7)
    expect.close(student.safe_step(X, w, 0.7), 1 / (curvature + 0.7), rtol=1e-7)
