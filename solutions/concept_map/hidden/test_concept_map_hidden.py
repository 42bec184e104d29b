"""Hidden tests: closed forms, walks through a graph, counting by logarithms, tables by hand."""

import math

import numpy as np
import pytest

from ftlib.grading import expect, task


@pytest.mark.parametrize("sigma", [0.01, 0.7, 3.0])
@task("mirrored_slope")
def test_a_quadratic_is_exact(student, sigma, rng):
    root = rng.normal(size=(4, 4))
    matrix, theta, epsilons = root @ root.T, rng.normal(size=4), rng.normal(size=(6, 4))
    got = student.mirrored_slope(lambda t: float(0.5 * t @ matrix @ t), theta, sigma, epsilons)
    want = epsilons.T @ (epsilons @ (matrix @ theta)) / 6
    expect.close(got, want, rtol=1e-6, atol=1e-9)


@task("mirrored_slope")
def test_a_step_and_a_cube(student):
    epsilons = np.array([[1.0], [-0.5], [2.0]])
    step = student.mirrored_slope(lambda t: float(t[0] > 0.6), np.zeros(1), 1.0, epsilons)
    expect.close(step, np.array([0.5]), atol=1e-12)  # (1·1/2 + 0 + 2·1/2) / 3
    cube = student.mirrored_slope(lambda t: float(t[0] ** 3), np.zeros(1), 2.0, np.array([[1.0]]))
    expect.close(cube, np.array([4.0]), atol=1e-12)


@task("mirrored_slope")
def test_theta_stays_and_two_values_a_direction(student):
    asked, theta = [], np.array([1.0, 2.0])

    def loss(t):
        asked.append(1)
        return float(t.sum())

    student.mirrored_slope(loss, theta, 0.5, np.ones((3, 2)))
    expect.equal(theta.tolist(), [1.0, 2.0])
    expect.equal(len(asked), 6)


@pytest.mark.parametrize(
    ("d", "n", "share"), [(10, 1, 0.1), (3, 7, 0.01), (50, 12, 0.37), (1, 1, 0.5)]
)
@task("evaluations_needed")
def test_by_logarithms(student, d, n, share):
    steps = math.ceil(math.log(share) / math.log((d + 1) / (n + d + 1)))
    expect.equal(int(student.evaluations_needed(d, n, share)), 2 * n * steps)


@task("evaluations_needed")
def test_what_is_reached_exactly_is_enough(student):
    # (d + 1)/(n + d + 1) is 1/2 and 1/4: powers of two are exact
    for d, n, steps in [(3, 4, 5), (1, 6, 3)]:
        share = ((d + 1) / (n + d + 1)) ** steps
        expect.equal(int(student.evaluations_needed(d, n, share)), 2 * n * steps)


def reachable(arrows):
    """By walking from every concept."""
    after = {}
    for start, kind, end in arrows:
        if kind == "is-a":
            after.setdefault(start, set()).add(end)
    found = set()
    for origin in after:
        queue, seen = list(after[origin]), set()
        while queue:
            here = queue.pop()
            if here not in seen:
                seen.add(here)
                queue += after.get(here, ())
        found |= {(origin, each) for each in seen}
    return sorted(found)


@task("implied_kinds")
def test_a_long_chain(student):
    arrows = [(str(i), "is-a", str(i + 1)) for i in range(10)][::-1]
    expect.equal(sorted(student.implied_kinds(arrows)), reachable(arrows))


@task("implied_kinds")
def test_a_circle_is_above_itself(student):
    arrows = [("a", "is-a", "b"), ("b", "is-a", "c"), ("c", "is-a", "a"), ("d", "is-a", "a")]
    expect.equal(sorted(student.implied_kinds(arrows)), reachable(arrows))


@pytest.mark.parametrize("seed", range(4))
@task("implied_kinds")
def test_random_drawings(student, seed):
    rng = np.random.default_rng(seed)
    kinds = ["is-a", "is-a", "part-of", "uses"]
    arrows = [
        ("abcdefg"[i], kinds[k], "abcdefg"[j])
        for i, j, k in zip(*(rng.integers(0, top, 9).tolist() for top in (7, 7, 4)), strict=True)
    ]
    expect.equal(sorted(student.implied_kinds(arrows)), reachable(arrows))


@task("implied_kinds")
def test_no_arrows(student):
    expect.equal(sorted(student.implied_kinds([])), [])


@task("forgotten")
def test_random_tables(student, rng):
    for count in (2, 3, 6):
        table = rng.uniform(size=(count, count))
        before = table.copy()
        want = []
        for t in range(count - 1):
            best = sorted(table[s][t] for s in range(count - 1))[-1]
            want.append(best - table[count - 1][t])
        expect.close(student.forgotten(table), np.array(want), atol=1e-12)
        expect.unchanged(before, table)


@task("forgotten")
def test_the_last_training_may_help(student):
    table = np.array([[0.2, 0.0], [0.6, 0.9]])
    expect.close(student.forgotten(table), np.array([-0.4]), atol=1e-12)


@task("implied_kinds")
def test_many_short_chains(student):
    # the order in which a set is walked through differs from name to name
    for i in range(40):
        a, b, c = f"a{i}", f"b{i}", f"c{i}"
        got = student.implied_kinds([(b, "is-a", c), (a, "is-a", b)])
        expect.equal(sorted(got), sorted([(a, b), (b, c), (a, c)]))
