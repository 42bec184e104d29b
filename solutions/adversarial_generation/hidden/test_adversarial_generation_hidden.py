"""Hidden tests: exact numbers from high precision, known laws, slow counts, and the edges."""

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest

from ftlib.grading import expect, task


def sigmoid(z):
    """To sixty digits, then rounded."""
    with localcontext() as context:
        context.prec = 60
        return float(1 / (1 + (-Decimal(float(z))).exp()))


@task("best_judge")
def test_against_sixty_digits(student, rng):
    log_p, log_q = rng.uniform(-40, 5, size=(2, 25))
    want = np.array([sigmoid(a - b) for a, b in zip(log_p, log_q, strict=True)])
    expect.close(student.best_judge(log_p, log_q), want, rtol=1e-9)


@task("best_judge")
def test_where_densities_vanish_or_overflow(student):
    log_p = np.array([-2000.0, -901.0, 1000.0, -3000.0, -700.0])
    log_q = np.array([-2001.0, -900.0, 999.0, -1000.0, -1500.0])
    want = np.array([sigmoid(1), sigmoid(-1), sigmoid(1), 0.0, 1.0])
    got = student.best_judge(log_p, log_q)
    expect.close(got, want, rtol=1e-9, atol=1e-200)


@task("best_judge")
def test_the_arguments_stay(student):
    log_p, log_q = np.array([-1.0, -2.0]), np.array([-2.0, -1.0])
    before = (log_p.copy(), log_q.copy())
    student.best_judge(log_p, log_q)
    expect.unchanged(before[0], log_p)
    expect.unchanged(before[1], log_q)


@pytest.mark.parametrize("seed", range(4))
@task("divergence")
def test_laws_on_a_few_points(student, seed):
    rng = np.random.default_rng(seed)
    of_real, of_made = rng.integers(1, 9, size=(2, 5))
    p, q = of_real / of_real.sum(), of_made / of_made.sum()
    logits = np.log(p / q)
    mixture = (p + q) / 2
    want = (p @ np.log(p / mixture) + q @ np.log(q / mixture)) / 2
    got = student.divergence(np.repeat(logits, of_real), np.repeat(logits, of_made))
    expect.close(got, want, rtol=1e-8, atol=1e-12)


@task("divergence")
def test_a_judge_that_is_wrong_says_less_than_nothing(student):
    # both means are log(1 + e^800) = 800
    got = student.divergence(np.array([-800.0]), np.array([800.0, 800.0]))
    expect.close(got, math.log(2) - 800.0, rtol=1e-12)


@task("divergence")
def test_each_side_has_its_own_mean(student):
    got = student.divergence(np.array([2.0]), np.array([-1.0, 3.0, 0.5]))
    loss = -math.log(sigmoid(2.0)) - sum(math.log(1 - sigmoid(z)) for z in (-1.0, 3.0, 0.5)) / 3
    expect.close(got, (math.log(4) - loss) / 2, rtol=1e-9)


@task("generator_slopes")
def test_slopes_against_sixty_digits(student, rng):
    z = np.r_[-700.0, -100.0, -40.0, rng.uniform(-5, 5, 9), 40.0, 100.0, 700.0]
    saturating, other = student.generator_slopes(z)
    want = np.array([-sigmoid(each) for each in z]) / len(z)
    mirrored = np.array([-sigmoid(-each) for each in z]) / len(z)
    expect.close(np.asarray(saturating) / want, np.ones(len(z)), rtol=1e-11)
    expect.close(np.asarray(other) / mirrored, np.ones(len(z)), rtol=1e-11)


@task("generator_slopes")
def test_central_differences(student):
    z, h = np.array([-2.0, -0.3, 0.4, 1.7]), 1e-5
    got = student.generator_slopes(z)
    for index, loss in enumerate(
        (lambda x: math.log(1 - sigmoid(x)), lambda x: -math.log(sigmoid(x)))
    ):
        want = [(loss(x + h) - loss(x - h)) / (2 * h) / len(z) for x in z]
        expect.close(np.asarray(got[index]), np.array(want), rtol=1e-6)


def by_singular_values(x, y):
    """Means, centred rows, and the singular values of one set of rows against the other."""
    a, b = x - x.mean(axis=0), y - y.mean(axis=0)
    a, b = a / math.sqrt(len(a) - 1), b / math.sqrt(len(b) - 1)
    overlap = np.linalg.svd(a @ b.T, compute_uv=False).sum()
    return ((x.mean(0) - y.mean(0)) ** 2).sum() + (a**2).sum() + (b**2).sum() - 2 * overlap


@pytest.mark.parametrize(("d", "n", "m"), [(1, 4, 9), (2, 30, 20), (5, 40, 60), (8, 200, 100)])
@task("frechet")
def test_random_samples(student, d, n, m):
    rng = np.random.default_rng(10 * d + n)
    x = rng.normal(size=(n, d)) @ rng.normal(size=(d, d)) + rng.normal(size=d)
    y = rng.normal(size=(m, d)) @ rng.normal(size=(d, d))
    expect.close(student.frechet(x, y), by_singular_values(x, y), rtol=1e-7)


@task("frechet")
def test_fewer_rows_than_columns(student):
    rng = np.random.default_rng(3)
    x, y = rng.normal(size=(4, 7)), rng.normal(size=(3, 7))
    expect.close(student.frechet(x, y), by_singular_values(x, y), rtol=1e-5)


@task("frechet")
def test_a_point_against_a_cloud(student):
    x, y = np.array([[0.0, 0.0], [2.0, 2.0]]), np.full((3, 2), 5.0)
    expect.close(student.frechet(x, y), 32 + 4.0, rtol=1e-9)


@task("frechet")
def test_the_same_sample(student):
    x = np.random.default_rng(4).normal(size=(50, 3))
    expect.close(student.frechet(x, x), 0.0, atol=1e-6)


def slow_count(samples, centres, radius, least):
    good = [0] * len(centres)
    for sample in samples.tolist():
        away = [math.dist(sample, centre) for centre in centres.tolist()]
        if min(away) <= radius:
            good[away.index(min(away))] += 1
    held = sum(count / len(samples) >= least for count in good)
    return held, sum(good) / len(samples)


@pytest.mark.parametrize("seed", range(4))
@task("modes_held")
def test_random_clouds(student, seed):
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(6, 3)) * 2
    samples = centres[rng.choice(6, 80, p=[0.5, 0.3, 0.1, 0.06, 0.04, 0.0])]
    samples = samples + rng.normal(size=samples.shape) * 0.4
    for radius in (0.3, 0.7, 1.5):
        held, good = student.modes_held(samples, centres, radius, 0.05)
        want = slow_count(samples, centres, radius, 0.05)
        expect.equal(int(held), want[0])
        expect.close(good, want[1], atol=1e-12)


@task("modes_held")
def test_circles_that_overlap(student):
    centres = np.array([[0.0], [1.0]])
    samples = np.array([[0.1], [0.2], [0.3], [0.4]])  # all belong to the first
    held, good = student.modes_held(samples, centres, 5.0, 0.25)
    expect.equal(int(held), 1)
    expect.close(good, 1.0, atol=1e-12)


@task("modes_held")
def test_exactly_at_the_edges(student):
    centres, samples = np.array([[0.0], [8.0]]), np.array([[2.0], [8.0], [30.0], [-30.0]])
    held, good = student.modes_held(samples, centres, 2.0, 0.25)
    expect.equal(int(held), 2)
    expect.close(good, 0.5, atol=1e-12)
    held, _ = student.modes_held(samples, centres, 2.0, 0.26)
    expect.equal(int(held), 0)


@task("modes_held")
def test_nothing_good(student):
    held, good = student.modes_held(np.full((5, 2), 9.0), np.zeros((3, 2)), 1.0, 0.01)
    expect.equal(int(held), 0)
    expect.close(good, 0.0, atol=1e-12)
