"""Hidden tests: random patients from fixed seeds, answers summed by hand, and the edges."""

import itertools
import math

import numpy as np
import pytest

from ftlib.grading import expect, task


def tail(n, p, k):
    """P(at least k of n), summed one by one."""
    return sum(math.comb(n, j) * p**j * (1 - p) ** (n - j) for j in range(k, n + 1))


def refused(k, n, level):
    """Both ends by bisection of the binomial's tails."""
    half, ends = (1 - level) / 2, []
    for keep in (lambda p: tail(n, p, k) < half, lambda p: 1 - tail(n, p, k + 1) >= half):
        low, high = 0.0, 1.0
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if keep(middle) else (low, middle)
        ends.append((low + high) / 2)
    return k / n, 0.0 if k == 0 else ends[0], 1.0 if k == n else ends[1]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("level", [0.95, 0.8])
@task("known")
def test_every_share_that_no_tail_refuses(student, seed, level):
    rng = np.random.default_rng(seed)
    scores = (rng.integers(-6, 7, 25) / 2).tolist()  # ties with the threshold
    ill = [0, 1, *rng.integers(0, 2, 23).tolist()]
    before = (list(scores), list(ill))
    got = student.known(scores, ill, 0.5, level)
    expect.unchanged(before, (scores, ill))
    k1 = sum(s >= 0.5 for s, y in zip(scores, ill, strict=True) if y == 1)
    k0 = sum(s < 0.5 for s, y in zip(scores, ill, strict=True) if y == 0)
    for found, want in zip(
        got, (refused(k1, sum(ill), level), refused(k0, 25 - sum(ill), level)), strict=True
    ):
        expect.close(np.array(found), np.array(want), rtol=1e-7, atol=1e-7)


@task("known")
def test_nobody_left_alone(student):
    got = student.known([1.0, 2.0, 3.0], [0, 1, 1], 0.0, 0.9)
    expect.close(np.array(got[1]), np.array([0.0, 0.0, 0.95]), rtol=1e-9, atol=1e-12)
    expect.close(np.array(got[0]), np.array([1.0, math.sqrt(0.05), 1.0]), rtol=1e-9)


@pytest.mark.parametrize("seed", range(6))
@task("chances")
def test_by_counting_a_crowd(student, seed):
    rng = np.random.default_rng(seed)
    prevalence = rng.uniform(0.001, 0.9)
    s, c = rng.uniform(0.05, 0.95, (2, 4))
    results = rng.integers(0, 2, 4).astype(bool).tolist()
    crowd = {}
    for state in (True, False):
        heads = prevalence if state else 1 - prevalence
        for positive, hit, pass_ in zip(results, s, c, strict=True):
            says = hit if state else 1 - pass_
            heads *= says if positive else 1 - says
        crowd[state] = heads
    got = student.chances(prevalence, results, s.tolist(), c.tolist())
    expect.close(got, crowd[True] / (crowd[True] + crowd[False]), rtol=1e-9)


@task("chances")
def test_results_in_another_order(student):
    first = student.chances(0.2, [True, False], [0.9, 0.6], [0.7, 0.8])
    second = student.chances(0.2, [False, True], [0.6, 0.9], [0.8, 0.7])
    expect.close(first, second, rtol=1e-9)
    expect.close(first, 0.2 * 0.9 * 0.4 / (0.2 * 0.9 * 0.4 + 0.8 * 0.3 * 0.8), rtol=1e-9)


@pytest.mark.parametrize("n", [1, 5, 22, 40, 74])
@pytest.mark.parametrize(
    ("sensitivity", "confidence"), [(0.9, 0.9), (0.95, 0.5), (0.5, 0.9), (0.7, 0.99)]
)
@task("promise")
def test_by_the_binomial(student, n, sensitivity, confidence):
    scores = (np.random.default_rng(n).permutation(n) * 1.5 - 7).tolist()
    before = list(scores)
    got = student.promise(scores, sensitivity, confidence)
    expect.unchanged(before, scores)
    enough = [k for k in range(1, n + 1) if tail(n, 1 - sensitivity, k) >= confidence]
    expect.equal(got, sorted(scores)[max(enough) - 1] if enough else None)


@task("promise")
def test_exactly_enough_is_enough(student):
    expect.equal(student.promise([4.0, 2.0], 0.5, 0.75), 2.0)
    expect.equal(student.promise([4.0, 2.0], 0.5, 0.25), 4.0)
    expect.equal(student.promise([3.0], 0.8, 0.2), 3.0)  # 1 - 0.8 is a little less than 0.2


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("folds", [2, 3, 5])
@task("whole")
def test_dealt_patient_by_patient(student, seed, folds):
    rng = np.random.default_rng(seed)
    patients = rng.integers(0, 9, 40).tolist()
    before = list(patients)
    got = np.asarray(student.whole(patients, folds)).tolist()
    expect.unchanged(before, patients)
    names, sizes = list(dict.fromkeys(patients)), [0] * folds
    left, where = list(names), {}
    while left:
        most = max(patients.count(name) for name in left)
        name = next(each for each in left if patients.count(each) == most)
        left.remove(name)
        where[name] = min(range(folds), key=lambda fold: (sizes[fold], fold))
        sizes[where[name]] += most
    expect.equal(got, [where[name] for name in patients])


@task("whole")
def test_more_folds_than_patients(student):
    expect.equal(student.whole(["b", "a", "a"], 4), [1, 0, 0])


@pytest.mark.parametrize("seed", range(8))
@task("best_cut")
def test_least_within(student, seed):
    rng = np.random.default_rng(seed)
    values = np.round(np.concatenate([rng.normal(0, 1, 12), rng.normal(5, 3, 7)]), 2)
    values = rng.permutation(values).tolist()
    before = list(values)
    got = student.best_cut(values)
    expect.unchanged(before, values)
    levels, costs = sorted(set(values)), []
    for low, high in itertools.pairwise(levels):
        cost = 0.0
        for side in ([v for v in values if v <= low], [v for v in values if v >= high]):
            middle = sum(side) / len(side)
            cost += sum((v - middle) ** 2 for v in side)
        costs.append((round(cost, 6), (low + high) / 2))
    expect.close(got, min(costs)[1], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("values", "want"),
    [
        ([5, 1], 3.0),
        ([-8.0, -8.0, -2.0, 4.0], -5.0),
        ([0, 10, 20, 30, 40, 50], 25.0),
        ([0, 0, 0, 5, 11], 2.5),
        ([4, 9] + [0] * 10, 2.0),
        ([0, 0, 0, 0, 4, 9, 9], 6.5),
    ],
)
@task("best_cut")
def test_few_values(student, values, want):
    expect.close(student.best_cut(values), want, rtol=1e-9)


@task("best_cut")
def test_far_from_zero(student):
    expect.close(student.best_cut([1000.1, 1000.2, 1000.3, 1000.4]), 1000.25, rtol=1e-9)


@pytest.mark.parametrize("seed", range(6))
@task("looked")
def test_place_by_place(student, seed):
    rng = np.random.default_rng(seed)
    maps, gradients = rng.normal(size=(2, 5, 2, 3))
    mask = rng.integers(0, 2, (8, 6))
    before = (maps.copy(), gradients.copy(), mask.copy())
    got = student.looked(maps, gradients, mask)
    expect.unchanged(before, (maps, gradients, mask))
    seen = total = 0.0
    for i in range(2):
        for j in range(3):
            value = sum(gradients[f].sum() / 6 * maps[f, i, j] for f in range(5))
            total += max(value, 0)
            pixels = [mask[4 * i + a, 2 * j + b] for a in range(4) for b in range(2)]
            seen += max(value, 0) * sum(pixels) / 8
    expect.close(got, seen / total if total > 0 else 0.0, rtol=1e-9, atol=1e-12)


@task("looked")
def test_a_mask_as_fine_as_the_map(student):
    maps = np.array([[[1.0, 2.0], [0.0, 5.0]], [[1.0, 0.0], [1.0, -1.0]]])
    gradients = np.stack([np.full((2, 2), 1.0), np.array([[4.0, 0.0], [0.0, -2.0]])])
    # weights 1 and 0.5: [[1.5, 2], [0.5, 4.5]]
    got = student.looked(maps, gradients, np.array([[0, 1], [1, 0]]))
    expect.close(got, 2.5 / 8.5, rtol=1e-9)
