"""Hidden tests: random inputs from fixed seeds, and the edges."""

import math

import numpy as np
import pytest

from ftlib.grading import expect, task


@task("momentum_step")
def test_many_steps(student):
    """The velocity is the sum of discounted gradients; the path is the sum of velocities."""
    rng = np.random.default_rng(1)
    grads, mu, rate = rng.normal(size=(12, 5)), 0.8, 0.3
    theta, m = np.ones(5), np.zeros(5)
    total = np.zeros(5)
    for t in range(12):
        theta, m = student.momentum_step(np.asarray(theta), grads[t], np.asarray(m), rate, mu)
        want = sum(mu ** (t - j) * grads[j] for j in range(t + 1))
        total = total + want
        expect.close(m, want, rtol=1e-9, atol=1e-12)
        expect.close(theta, 1 - rate * total, rtol=1e-9, atol=1e-12)


@task("momentum_step")
def test_no_momentum_is_gradient_descent(student):
    theta, m = student.momentum_step(np.array([1.0]), np.array([2.0]), np.array([9.0]), 0.25, 0.0)
    expect.close(theta, [0.5])
    expect.close(m, [2.0])


@pytest.mark.parametrize("beta", [0.0, 0.3, 0.9, 0.999])
@task("corrected_means")
def test_weighted_means(student, beta):
    grads = np.random.default_rng(2).normal(size=(20, 3)) + 1
    want = []
    for t in range(1, 21):
        weights = beta ** np.arange(t - 1, -1, -1.0)
        want.append(np.average(grads[:t], axis=0, weights=weights))
    expect.close(student.corrected_means(grads, beta), np.array(want), rtol=1e-9, atol=1e-12)


@task("corrected_means")
def test_no_gradient_at_all(student):
    expect.shape(student.corrected_means(np.zeros((0, 4)), 0.9), (0, 4))


@task("corrected_means")
def test_the_gradients_stay(student):
    grads = np.random.default_rng(3).normal(size=(4, 2))
    before = grads.copy()
    student.corrected_means(grads, 0.9)
    expect.unchanged(before, grads)


def torch_adamw(thetas, grads, rate, betas, eps, decay):
    import torch

    parameter = torch.tensor(thetas, requires_grad=True)
    optimiser = torch.optim.AdamW([parameter], lr=rate, betas=betas, eps=eps, weight_decay=decay)
    rows = []
    for grad in grads:
        parameter.grad = torch.tensor(grad)
        optimiser.step()
        rows.append(parameter.detach().numpy().copy())
    return rows


@pytest.mark.parametrize("eps", [1e-8, 0.1])
@task("adamw_step")
def test_thirty_steps_of_torch(student, eps):
    rng = np.random.default_rng(4)
    grads = rng.normal(size=(30, 6)) * 10.0 ** rng.uniform(-3, 2, size=6)
    start = rng.normal(size=6)
    want = torch_adamw(start, grads, 0.2, (0.8, 0.95), eps, 0.7)
    theta, m, v = start, np.zeros(6), np.zeros(6)
    for t, grad in enumerate(grads, start=1):
        theta, m, v = (
            np.asarray(each)
            for each in student.adamw_step(theta, grad, m, v, t, 0.2, 0.8, 0.95, eps, 0.7)
        )
        expect.close(theta, want[t - 1], rtol=1e-8, atol=1e-10)


@task("adamw_step")
def test_the_arrays_stay(student):
    arrays = [np.random.default_rng(seed).random(3) for seed in range(4)]
    before = [each.copy() for each in arrays]
    student.adamw_step(*arrays, 3, 0.1, 0.9, 0.99, 1e-8, 0.1)
    expect.unchanged(before, arrays)


@pytest.mark.parametrize(("steps", "warmup"), [(40, 0), (40, 7), (3, 2), (1, 0), (1000, 100)])
@task("warmup_cosine")
def test_whole_schedules(student, steps, warmup):
    chosen = sorted({0, 1, warmup - 1, warmup, warmup + 1, steps // 2, steps - 2, steps - 1})
    for step in (s for s in chosen if 0 <= s < steps):
        got = student.warmup_cosine(step, steps, warmup)
        half_angle = math.pi / 2 * (step - warmup) / (steps - warmup)
        want = (step + 1) / (warmup + 1) if step < warmup else math.cos(half_angle) ** 2
        expect.close(got, want, rtol=1e-9, atol=1e-15)
        expect.true(bool(got > 0), f"the factor of update {step} of {steps} is 0: it is wasted")


@pytest.mark.parametrize("mu", [0.0, 0.3, 0.9])
@task("stability_limit")
def test_random_bowls(student, mu):
    rng = np.random.default_rng(5)
    for size in (1, 2, 6):
        basis, _ = np.linalg.qr(rng.normal(size=(size, size)))
        values = rng.uniform(0.5, 20.0, size=size)
        bowl = (basis * values) @ basis.T
        expect.close(
            student.stability_limit((bowl + bowl.T) / 2, mu), 2 * (1 + mu) / values.max(), rtol=1e-8
        )


@task("stability_limit")
def test_a_saddle_is_limited_by_its_upward_direction(student):
    expect.close(student.stability_limit(np.diag([4.0, -100.0]), 0.0), 0.5)


@task("stability_limit")
def test_flat_and_downward(student):
    expect.raises(ValueError, student.stability_limit, np.zeros((3, 3)), 0.5)
    expect.raises(ValueError, student.stability_limit, np.diag([-1.0, -3.0]), 0.5)


@pytest.mark.parametrize(("beta2", "t"), [(0.999, 1), (0.999, 700), (0.5, 3), (0.0, 1)])
@task("translated_epsilon")
def test_the_two_denominators_agree(student, beta2, t):
    """√v + ε′ = √(1 − β₂ᵗ) (√v̂ + ε) for any v."""
    got, v = student.translated_epsilon(1e-3, beta2, t), 0.7
    factor = math.sqrt(1 - beta2**t)
    expect.close(factor * (math.sqrt(v / (1 - beta2**t)) + got), math.sqrt(v) + 1e-3, rtol=1e-9)
    expect.close(got, 1e-3 / factor, rtol=1e-9)


def suspect(kind, seed, decay=0.4, eps=1e-10):
    """A path of torch's own optimisers, with the gradients of the loss alone."""
    import torch

    rng = np.random.default_rng(seed)
    grads = rng.normal(size=(25, 4)) + 2 * rng.normal(size=4)
    # Larger than λθ, so that the penalty turns no sign in the first step.
    grads[0] = np.sign(grads[0]) * (1 + np.abs(grads[0]))
    start = rng.choice([-1.0, 1.0], size=4) * rng.uniform(0.3, 1.5, size=4)
    parameter = torch.tensor(start, requires_grad=True)
    make = torch.optim.AdamW if kind == "decoupled" else torch.optim.Adam
    decay = 0.0 if kind == "none" else decay
    optimiser = make([parameter], lr=0.02, betas=(0.8, 0.9), eps=eps, weight_decay=decay)
    rows = [parameter.detach().numpy().copy()]
    for grad in grads:
        parameter.grad = torch.tensor(grad)
        optimiser.step()
        rows.append(parameter.detach().numpy().copy())
    return np.array(rows), grads


@pytest.mark.parametrize("kind", ["none", "l2", "decoupled"])
@pytest.mark.parametrize("seed", [6, 7, 8])
@task("which_decay")
def test_suspects(student, kind, seed):
    thetas, grads = suspect(kind, seed)
    before = thetas.copy(), grads.copy()
    expect.equal(student.which_decay(thetas, grads, 0.02, 0.8, 0.9, 1e-10, 0.4), kind)
    expect.unchanged(before, (thetas, grads))


@pytest.mark.parametrize("kind", ["none", "l2", "decoupled"])
@pytest.mark.parametrize("seed", [9, 10])
@task("which_decay")
def test_a_little_decay_and_a_large_epsilon(student, kind, seed):
    """The three paths lie close together: a replay that is nearly right is nearest to any."""
    thetas, grads = suspect(kind, seed, decay=0.03, eps=0.3)
    expect.equal(student.which_decay(thetas, grads, 0.02, 0.8, 0.9, 0.3, 0.03), kind)


@pytest.mark.parametrize(("after", "want"), [(1.0, "none"), (0.9, "l2"), (0.93, "decoupled")])
@task("which_decay")
def test_one_step_can_be_enough(student, after, want):
    thetas = np.array([[1.0], [after]])
    got = student.which_decay(thetas, np.zeros((1, 1)), 0.1, 0.9, 0.5, 1e-12, 0.7)
    expect.equal(got, want)


@pytest.mark.parametrize("kind", ["none", "l2", "decoupled"])
@task("which_decay")
def test_a_parameter_that_stays_at_zero_tells_nothing(student, kind):
    thetas, grads = suspect(kind, 6)
    thetas, grads = (np.insert(each, 2, 0.0, axis=1) for each in (thetas, grads))
    expect.equal(student.which_decay(thetas, grads, 0.02, 0.8, 0.9, 1e-10, 0.4), kind)


@task("stability_limit")
def test_a_flat_bowl_has_a_limit_too(student):
    expect.close(student.stability_limit(np.diag([0.5, 0.25]), 0.5), 6.0, rtol=1e-12)
