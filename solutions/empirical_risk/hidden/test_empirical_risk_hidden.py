"""Hidden tests: random inputs from a fixed seed, and the edges."""

import math

import numpy as np
import pytest

from ftlib.grading import expect, task


@pytest.mark.parametrize("seed", range(4))
@task("known_risk")
def test_random_tasks(student, seed):
    rng = np.random.default_rng(seed)
    loss = rng.exponential(size=(7, 3)) + 5 * seed
    chance = rng.dirichlet(np.ones(21)).reshape(7, 3)
    n = int(rng.integers(1, 100))
    pairs = list(zip(chance.ravel(), loss.ravel(), strict=True))
    risk = math.fsum(p * value for p, value in pairs)
    variance = math.fsum(p * (value - risk) ** 2 for p, value in pairs)
    expect.close(student.known_risk(loss, chance, n), (risk, math.sqrt(variance / n)), rtol=1e-7)


@task("known_risk")
def test_a_constant_loss_does_not_scatter(student):
    risk, deviation = student.known_risk(np.full((2, 2), 0.5), np.full((2, 2), 0.25), 9)
    expect.close(risk, 0.5, rtol=1e-12)
    expect.close(deviation, 0.0, atol=1e-12)


@pytest.mark.parametrize("seed", range(4))
@task("gap_halves")
def test_random_losses(student, seed):
    rng = np.random.default_rng(seed)
    n, m = rng.integers(2, 40, size=2)
    train, fresh = rng.normal(size=(2, n)), rng.normal(size=(2, m))
    want = (sum(train[1] - train[0]) / n, sum(fresh[0] - fresh[1]) / m)
    expect.close(student.gap_halves(*train, *fresh), want, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("seed", range(8))
@task("examples_needed")
def test_it_is_the_smallest_that_will_do(student, seed):
    rng = np.random.default_rng(seed)
    radius, confidence = rng.uniform(0.01, 0.4), rng.uniform(0.5, 0.999)
    models, a = int(rng.integers(1, 500)), rng.uniform(-2, 0)
    b = a + rng.uniform(0.5, 4)

    def bound(n):
        return 2 * models * math.exp(-2 * n * radius**2 / (b - a) ** 2)

    got = student.examples_needed(radius, confidence, models, a, b)
    expect.equal(bool(bound(got) <= 1 - confidence < bound(got - 1)), True)


@task("examples_needed")
def test_edges(student):
    expect.raises(ValueError, student.examples_needed, -0.1, 0.95)
    expect.raises(ValueError, student.examples_needed, 0.1, 0.0)
    # log(4) / 50 is less than one example.
    expect.equal(student.examples_needed(5.0, 0.5), 1)


@pytest.mark.parametrize("seed", range(6))
@task("honest_interval")
def test_random_scores(student, seed):
    rng = np.random.default_rng(seed)
    count, n = int(rng.integers(1, 30)), int(rng.integers(5, 3000))
    confidence = rng.uniform(0.5, 0.99)
    scores = rng.integers(0, 6, size=count) / 5
    ranked = sorted(range(count), key=lambda index: (-scores[index], index))
    radius = math.sqrt((math.log(2) + math.log(count) - math.log(1 - confidence)) / (2 * n))
    top = scores[ranked[0]]
    index, low, high = student.honest_interval(scores, n, confidence)
    expect.equal(index, ranked[0])
    expect.close((low, high), (max(top - radius, 0), min(top + radius, 1)), rtol=1e-9, atol=1e-12)


@task("honest_interval")
def test_one_example_says_nothing(student):
    expect.equal(student.honest_interval(np.array([0.0]), 1, 0.95), (0, 0.0, 1.0))


@pytest.mark.parametrize("seed", range(6))
@task("walk")
def test_it_is_where_the_steps_lead(student, seed):
    rng = np.random.default_rng(seed)
    size = int(rng.integers(2, 7))
    root = rng.normal(size=(int(rng.integers(1, size + 1)), size))
    H, minimum, start = root.T @ root, rng.normal(size=size), rng.normal(size=size)
    rate, steps = 1.6 / np.linalg.norm(H, 2), int(rng.integers(1, 60))
    theta = start.copy()
    for _ in range(steps):
        theta = theta - rate * (H @ (theta - minimum))
    expect.close(student.walk(H, minimum, start, rate, steps), theta, rtol=1e-8, atol=1e-10)


@task("walk")
def test_arguments_stay_as_they_are(student):
    arrays = [np.eye(3), np.ones(3), np.zeros(3)]
    before = [array.copy() for array in arrays]
    student.walk(*arrays, 0.1, 5)
    for old, new in zip(before, arrays, strict=True):
        expect.unchanged(old, new)


@pytest.mark.parametrize("seed", range(6))
@task("nearest_minimum")
def test_it_fits_and_moves_only_in_the_rows(student, seed):
    rng = np.random.default_rng(seed)
    size = int(rng.integers(3, 12))
    n = int(rng.integers(1, size))
    X, y, start = rng.normal(size=(n, size)), rng.normal(size=n), rng.normal(size=size)
    # Stationary point of ½‖θ − θ_0‖² + μ·(Xθ − y): θ + Xᵀμ = θ_0 and Xθ = y.
    system = np.block([[np.eye(size), X.T], [X, np.zeros((n, n))]])
    want = np.linalg.solve(system, np.concatenate([start, y]))[:size]
    expect.close(student.nearest_minimum(X, y, start), want, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("seed", range(4))
@task("start_gain")
def test_random_answers(student, seed):
    rng = np.random.default_rng(seed)
    n, resamples = int(rng.integers(6, 40)), 101
    truth = rng.integers(0, 3, size=n)
    ours, theirs = rng.integers(0, 3, size=(n, 3)), rng.integers(0, 3, size=(n, 2))
    draws = rng.integers(0, n, size=(resamples, n))

    def gain(items):
        first = [ours[i, s] == truth[i] for i in items for s in range(3)]
        second = [theirs[i, s] == truth[i] for i in items for s in range(2)]
        return sum(first) / len(first) - sum(second) / len(second)

    # 101 sorted values are the quantiles 0, .01, …, 1: .025 lies half way between two of them.
    gains = sorted(gain(items) for items in draws)
    want = (gain(range(n)), (gains[2] + gains[3]) / 2, (gains[97] + gains[98]) / 2)
    expect.close(student.start_gain(truth, ours, theirs, draws), want, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("seed", range(8))
@task("labels_saved")
def test_the_first_crossing_of_a_crooked_line(student, seed):
    rng = np.random.default_rng(seed)
    sizes = np.cumsum(rng.integers(3, 500, size=6)).tolist()
    line = rng.uniform(0.4, 0.9, size=6).tolist()
    accuracy, n = rng.uniform(line[0], max(line)), int(rng.integers(1, 300))
    fine = np.exp(np.linspace(np.log(sizes[0]), np.log(sizes[-1]), 200_001))
    heights = np.interp(np.log(fine), np.log(sizes), line)
    want = fine[np.argmax(heights >= accuracy)] / n  # on a fine grid: right to about 1e-4
    expect.close(student.labels_saved(sizes, line, accuracy, n), want, rtol=2e-4)


@task("labels_saved")
def test_edges_of_the_line(student):
    expect.close(student.labels_saved([8, 16], [0.6, 0.5], 0.55, 4), 2.0, rtol=1e-12)
    expect.equal(student.labels_saved([8, 16, 32], [0.5, 0.6, 0.55], 0.61, 4), None)
    expect.close(student.labels_saved([8, 16, 32], [0.5, 0.5, 0.6], 0.6, 4), 8.0, rtol=1e-12)
