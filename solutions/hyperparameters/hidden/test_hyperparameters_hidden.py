"""Hidden tests: random inputs from fixed seeds, and the edges."""

import itertools
import math

import numpy as np
import pytest

from ftlib.grading import expect, task


@pytest.mark.parametrize("share", [0.3, 0.02, 0.001])
@pytest.mark.parametrize("confidence", [0.1, 0.5, 0.9999])
@task("trials_needed")
def test_one_fewer_is_too_few(student, share, confidence):
    count = student.trials_needed(share, confidence)
    expect.equal(1 - (1 - share) ** count >= confidence - 1e-12, True)
    expect.equal(count == 1 or 1 - (1 - share) ** (count - 1) < confidence, True)


@task("trials_needed")
def test_exact_powers(student):
    for power in range(1, 10):
        expect.equal(student.trials_needed(0.5, 1 - 0.5**power), power)


@task("trials_needed")
def test_next_to_no_confidence_still_takes_a_trial(student):
    expect.equal(student.trials_needed(0.3, 1e-13), 1)


@pytest.mark.parametrize("seed", range(4))
@task("noise_batch")
def test_pairs_of_gradients(student, seed):
    """Both estimates from pairs: |G|² is the mean of g_i · g_j over i ≠ j."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 9))
    gradients = rng.normal(size=(n, 5)) + 1.5
    products = gradients @ gradients.T
    signal = (products.sum() - np.trace(products)) / (n * (n - 1))
    noise = np.trace(products) / n - signal
    want = noise / signal if signal > 0 else math.inf
    kept = gradients.copy()
    expect.close(student.noise_batch(gradients), want, rtol=1e-9)
    expect.unchanged(kept, gradients)


@task("noise_batch")
def test_equal_gradients_have_no_noise(student):
    expect.close(student.noise_batch(np.ones((4, 3))), 0.0, atol=1e-15)


@task("noise_batch")
def test_the_unit_of_the_gradients_does_not_matter(student):
    gradients = np.array([[3.0, 0.0], [1.0, 0.0]])
    for unit in (1e-3, 1e3):
        expect.close(student.noise_batch(unit * gradients), 2 / 3, rtol=1e-9)
    expect.equal(student.noise_batch(np.array([[0.1], [-0.1]])), math.inf)


@task("noise_batch")
def test_no_gradient_at_all(student):
    expect.equal(student.noise_batch(np.zeros((3, 2))), math.inf)


@pytest.mark.parametrize("seed", range(4))
@task("winner_worth")
def test_random_scores(student, seed):
    rng = np.random.default_rng(seed)
    k, noise = int(rng.integers(2, 12)), 0.02
    scores = 0.8 + rng.normal(size=k) * 0.04
    seen = sum((s - sum(scores) / k) ** 2 for s in scores) / (k - 1)
    true_part = max(0.0, 1 - noise**2 / seen)
    want = sum(scores) / k + true_part * (max(scores) - sum(scores) / k)
    kept = scores.copy()
    expect.close(student.winner_worth(scores, noise), want, rtol=1e-9)
    expect.unchanged(kept, scores)


@task("winner_worth")
def test_equal_scores(student):
    expect.close(student.winner_worth(np.full(5, 0.5), 0.0), 0.5, rtol=1e-12)
    expect.close(student.winner_worth(np.full(5, 0.5), 0.1), 0.5, rtol=1e-12)


@task("winner_worth")
def test_more_noise_than_spread_leaves_the_mean(student):
    expect.close(student.winner_worth(np.array([0.1, 0.2, 0.6]), 0.9), 0.3, rtol=1e-9)


@pytest.mark.parametrize("seed", range(6))
@task("best_of_budget")
def test_all_subsets(student, seed):
    rng = np.random.default_rng(seed)
    made = int(rng.integers(3, 8))
    validation, test = rng.permutation(made).astype(float), rng.normal(size=made)
    budget = int(rng.integers(1, made + 1))
    found = [
        test[max(subset, key=lambda i: validation[i])]
        for subset in itertools.combinations(range(made), budget)
    ]
    kept = validation.copy()
    got = student.best_of_budget(validation, test, budget)
    expect.close(got, float(np.mean(found)), rtol=1e-9, atol=1e-12)
    expect.unchanged(kept, validation)


@task("best_of_budget")
def test_the_whole_budget(student):
    rng = np.random.default_rng(9)
    validation, test = rng.normal(size=40), rng.normal(size=40)
    got = student.best_of_budget(validation, test, 40)
    expect.close(got, float(test[validation.argmax()]), rtol=1e-9)


@pytest.mark.parametrize("seed", range(3))
@task("improvement")
def test_by_integration(student, seed):
    rng = np.random.default_rng(seed)
    mean, spread, best = rng.normal(size=6), rng.uniform(0.2, 2, size=6), float(rng.normal())
    grid = np.linspace(-12, 12, 200_001)
    density = np.exp(-0.5 * grid**2) / math.sqrt(2 * math.pi)
    want = [
        np.trapezoid(np.maximum(m + s * grid - best, 0) * density, grid)
        for m, s in zip(mean, spread, strict=True)
    ]
    kept = mean.copy()
    got = student.improvement(mean, spread, best)
    expect.close(got, np.array(want), rtol=1e-6, atol=1e-9)
    expect.unchanged(kept, mean)


@task("improvement")
def test_certain_candidates(student):
    got = student.improvement(np.array([2.0, -2.0, 0.5]), np.zeros(3), 0.5)
    expect.close(got, np.array([1.5, 0.0, 0.0]), rtol=1e-12, atol=1e-15)


@task("improvement")
def test_hopeless_candidates(student):
    got = student.improvement(np.array([-50.0]), np.array([1.0]), 0.0)
    expect.close(got, np.zeros(1), atol=1e-12)


@pytest.mark.parametrize(
    "arguments",
    [(81, 1, 81, 3), (5, 2, 16, 2), (1, 1, 1, 2), (10, 3, 100, 4), (7, 5, 5, 3), (100, 1, 26, 3)],
)
@task("halving_plan")
def test_counted_epoch_by_epoch(student, arguments):
    trials, least, most, factor = arguments
    rungs, epochs, left = [], least, trials
    while epochs <= most:
        rungs.append((left, epochs))
        epochs, left = epochs * factor, max(1, left // factor)
    # In epoch e those train who are on the first rung that reaches it.
    cost = sum(
        next(count for count, reached in rungs if reached >= epoch)
        for epoch in range(1, rungs[-1][1] + 1)
    )
    got_rungs, got_cost = student.halving_plan(*arguments)
    expect.equal([tuple(each) for each in got_rungs], rungs)
    expect.equal(got_cost, cost)
