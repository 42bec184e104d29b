"""Hidden tests: central differences, all batches of a small bandit, a scan, decimals, and edges."""

import itertools
import math
from decimal import Decimal, localcontext

import numpy as np
import pytest

from ftlib.grading import expect, task


def softmax_in_decimals(z):
    with localcontext() as context:
        context.prec = 40
        raw = [(Decimal(float(v)) - Decimal(float(max(z)))).exp() for v in z]
        return np.array([float(v / sum(raw)) for v in raw])


@pytest.mark.parametrize("seed", range(3))
@task("bandit_gradient")
def test_by_central_differences(student, seed):
    rng = np.random.default_rng(seed)
    z, r = rng.normal(size=4), rng.normal(size=4)
    given, wanted, h = z.copy(), np.empty(4), 1e-5
    for k in range(4):
        step = h * np.eye(4)[k]
        wanted[k] = (softmax_in_decimals(z + step) - softmax_in_decimals(z - step)) @ r / (2 * h)
    expect.close(student.bandit_gradient(given, r), wanted, atol=1e-8)
    expect.unchanged(z, given)


@task("bandit_gradient")
def test_large_preferences(student):
    z, r = np.array([1000.0, 1000.0, -1000.0]), np.array([2.0, 0.0, 9.0])
    expect.close(student.bandit_gradient(z, r), np.array([0.5, -0.5, 0.0]), atol=1e-12)


def worth(z, z_base, r, beta):
    p, base = softmax_in_decimals(z), softmax_in_decimals(z_base)
    return sum(
        a * (reward - beta * math.log(a / b)) for a, b, reward in zip(p, base, r, strict=True)
    )


@pytest.mark.parametrize("beta", [0.0, 0.7])
@task("estimate_gradient")
def test_right_on_average_over_all_batches(student, beta):
    """All 27 batches of three presses of three buttons, each with its probability."""
    z, z_base = np.array([0.5, -0.2, 0.0]), np.array([0.0, 1.0, 0.3])
    r, p = np.array([1.0, 3.0, -2.0]), softmax_in_decimals(z)
    mean = np.zeros(3)
    for batch in itertools.product(range(3), repeat=3):
        got = student.estimate_gradient(z, z_base, np.array(batch), r[list(batch)], beta)
        mean += math.prod(p[list(batch)]) * np.asarray(got)
    wanted, h = np.empty(3), 1e-5
    for k in range(3):
        step = h * np.eye(3)[k]
        up, down = (worth(z + s, z_base, r, beta) for s in (step, -step))
        wanted[k] = (up - down) / (2 * h)
    expect.close(mean, wanted, atol=1e-8)


@pytest.mark.parametrize("seed", range(2))
@task("estimate_gradient")
def test_one_press_after_the_other(student, seed):
    rng = np.random.default_rng(seed)
    z, z_base = rng.normal(size=(2, 5))
    actions, rewards = rng.integers(0, 3, 6), rng.normal(size=6)  # two buttons nobody pressed
    p, base = softmax_in_decimals(z), softmax_in_decimals(z_base)
    value = [rewards[i] - 0.4 * math.log(p[a] / base[a]) for i, a in enumerate(actions)]
    wanted = np.zeros(5)
    for i in range(6):
        others = math.fsum(value[j] for j in range(6) if j != i) / 5
        wanted += (value[i] - others) * (np.eye(5)[actions[i]] - p) / 6
    given = z.copy(), z_base.copy(), actions.copy(), rewards.copy()
    expect.close(student.estimate_gradient(*given, 0.4), wanted, atol=1e-12)
    for a, b in zip((z, z_base, actions, rewards), given, strict=True):
        expect.unchanged(a, b)


@task("estimate_gradient")
def test_large_preferences_of_an_estimate(student):
    z, z_base = np.array([1000.0, 1000.0]), np.array([-1000.0, -1000.0])
    got = student.estimate_gradient(z, z_base, np.array([0, 1]), np.array([1.0, 0.0]), 0.5)
    expect.close(got, np.array([0.5, -0.5]), rtol=1e-9)


@pytest.mark.parametrize("seed", range(3))
@task("best_baseline")
def test_no_other_baseline_has_less_variance(student, seed):
    rng = np.random.default_rng(seed)
    p, r, push = rng.dirichlet(np.ones(5)), rng.normal(2, 1, 5), rng.normal(size=(5, 3))
    push[4] *= 4
    push -= p @ push  # pushes of a distribution have mean zero

    def variance(b):
        terms = (r - b)[:, None] * push
        return sum(p @ terms[:, k] ** 2 - (p @ terms[:, k]) ** 2 for k in range(3))

    b = float(student.best_baseline(p, r, push))
    for step in (1e-3, 1.0):
        expect.true(variance(b) < variance(b + step), "b + step has less variance")
        expect.true(variance(b) < variance(b - step), "b - step has less variance")


@task("best_baseline")
def test_by_hand(student):
    p, r = np.array([0.5, 0.25, 0.25]), np.array([1.0, 2.0, 5.0])
    push = np.array([[1.0, 1.0], [2.0, 0.0], [0.0, 0.0]])
    expect.close(student.best_baseline(p, r, push), 1.5, rtol=1e-12)  # (1·1 + 1·2) / 2


def pair_in_decimals(chosen, rejected):
    with localcontext() as context:
        context.prec = 500
        losses, slopes = [], []
        for a, b in zip(chosen, rejected, strict=True):
            odds = (Decimal(float(b)) - Decimal(float(a))).exp()
            losses.append((1 + odds).ln())
            slopes.append(float(odds / (1 + odds) / len(chosen)))
        return float(sum(losses) / len(losses)), np.array(slopes)


@pytest.mark.parametrize("seed", range(3))
@task("pair_loss")
def test_pairs_in_decimals(student, seed):
    rng = np.random.default_rng(seed)
    chosen, rejected = rng.normal(0, 4, (2, 5))
    wanted, slopes = pair_in_decimals(chosen, rejected)
    given = chosen.copy(), rejected.copy()
    loss, up, down = student.pair_loss(*given)
    expect.unchanged(chosen, given[0])
    expect.unchanged(rejected, given[1])
    expect.close(loss, wanted, rtol=1e-12)
    expect.close(up, -slopes, rtol=1e-10)
    expect.close(down, slopes, rtol=1e-10)


@task("pair_loss")
def test_a_thousand_apart(student):
    loss, up, down = student.pair_loss(np.array([0.0, 1000.0]), np.array([1000.0, 0.0]))
    expect.close(loss, 500.0, rtol=1e-12)
    expect.close(up, np.array([-0.5, 0.0]), atol=1e-12)
    expect.close(down, np.array([0.5, 0.0]), atol=1e-12)


@task("pair_loss")
def test_a_sure_pair_is_not_free(student):
    loss, _, _ = student.pair_loss(np.array([40.0]), np.array([0.0]))
    expect.close(loss, math.exp(-40), rtol=1e-10, atol=0)


def objective(policy, base, r, beta):
    total = 0.0
    for p, q, each in zip(policy, base, r, strict=True):
        if p > 0:
            total += p * each - beta * p * math.log(p / q)
    return total


@pytest.mark.parametrize("beta", [0.3, 2.0])
@task("best_policy")
def test_no_other_policy_is_better(student, beta):
    rng = np.random.default_rng(3)
    base, r = rng.dirichlet(np.ones(5)), rng.normal(size=5)
    given = base.copy()
    got = np.asarray(student.best_policy(given, r, beta))
    expect.close(got.sum(), 1.0, rtol=1e-12)
    for other in rng.dirichlet(np.ones(5), 20):
        for share in (1e-3, 0.5):
            mixed = (1 - share) * got + share * other
            worse = objective(mixed, base, r, beta) < objective(got, base, r, beta)
            expect.true(worse, "a mixture with another policy is better")
    expect.unchanged(base, given)


@task("best_policy")
def test_what_the_reference_never_gives(student):
    got = student.best_policy(np.array([0.5, 0.5, 0.0]), np.array([0.0, 0.0, 5000.0]), 0.01)
    expect.close(got, np.array([0.5, 0.5, 0.0]), rtol=1e-12)


@task("best_policy")
def test_large_rewards_at_a_small_price(student):
    got = student.best_policy(np.array([0.25, 0.5, 0.25]), np.array([1000.0, 999.0, -1000.0]), 0.01)
    expect.close(got, np.array([1.0, 0.0, 0.0]), atol=1e-12)


@pytest.mark.parametrize("seed", range(3))
@task("dpo")
def test_probabilities_of_whole_answers(student, seed):
    rng = np.random.default_rng(seed)
    n, longest = 4, 5
    logs = -rng.exponential(1.0, (4, n, longest))
    lengths = rng.integers(1, longest + 1, (2, n))
    lengths[:, 0] = 1, longest
    beta = 0.7
    losses = []
    for i in range(n):
        product = [
            math.prod(math.exp(v) for v in logs[k, i, : lengths[k // 2, i]]) for k in range(4)
        ]
        odds = (product[0] / product[1]) / (product[2] / product[3])
        losses.append(math.log1p(odds**-beta))
    real = np.arange(longest) < lengths[..., None]
    given = [np.where(real[k // 2], logs[k], -np.inf if k % 2 else 1e6) for k in range(4)]
    before = [each.copy() for each in given]
    got = student.dpo((given[0], given[1]), (given[2], given[3]), real[0], real[1], beta)
    expect.close(got, math.fsum(losses) / n, rtol=1e-10)
    for a, b in zip(before, given, strict=True):
        expect.unchanged(a, b)


@task("dpo")
def test_padding_at_the_left_too(student):
    chosen = np.array([[math.inf, -1.0, -1.0]])
    rejected = np.array([[-1.0, -1.0, math.nan]])
    base = np.full((1, 3), -1.5)
    got = student.dpo(
        (chosen, base),
        (rejected, base),
        np.array([[False, True, True]]),
        np.array([[True, True, False]]),
        1.0,
    )
    expect.close(got, math.log(2), rtol=1e-12)


@task("dpo")
def test_a_thousand_nats_apart(student):
    real = np.ones((1, 1), dtype=bool)
    zero, far = np.zeros((1, 1)), np.full((1, 1), -1000.0)
    expect.close(student.dpo((far, zero), (zero, zero), real, real, 1.0), 1000.0, rtol=1e-12)
    expect.close(student.dpo((zero, zero), (far, zero), real, real, 1.0), 0.0, atol=1e-12)
