"""Hidden tests: loops over places, central differences, and budgets that fit exactly."""

import math

import numpy as np
import pytest

from ftlib.grading import expect, task


def drawn(seed, queries=4, keys=5, d=3, e=2):
    rng = np.random.default_rng(seed)
    return [rng.normal(size=size) for size in ((queries, d), (keys, d), (keys, e))]


def shares_of(query, K, seen):
    """One row of P, with plain floats."""
    fit = [
        math.exp(float(query @ k) / math.sqrt(len(query))) if s else 0.0
        for k, s in zip(K, seen, strict=True)
    ]
    return [each / sum(fit) for each in fit]


@pytest.mark.parametrize("seed", range(3))
@task("attend")
def test_one_query_after_the_other(student, seed):
    Q, K, V = drawn(seed)
    mask = np.random.default_rng(seed + 10).random((4, 5)) > 0.4
    mask[:, seed] = True
    want = [
        sum(p * v for p, v in zip(shares_of(q, K, seen), V, strict=True))
        for q, seen in zip(Q, mask, strict=True)
    ]
    given = [Q.copy(), K.copy(), V.copy(), mask.copy()]
    expect.close(
        student.attend(
            *given,
        ),
        np.array(want),
        atol=1e-10,
    )
    for before, after in zip((Q, K, V, mask), given, strict=True):
        expect.unchanged(before, after)


@task("attend")
def test_scores_in_the_thousands(student):
    Q, K = np.array([[100.0], [-100.0]]), np.array([[50.0], [-50.0], [50.0]])
    V, mask = np.array([[1.0], [2.0], [5.0]]), np.ones((2, 3), dtype=bool)
    expect.close(student.attend(Q, K, V, mask), np.array([[3.0], [2.0]]), atol=1e-9)
    # the largest score is forbidden: it must not set the scale for the others
    mask[0] = [False, True, False]
    expect.close(student.attend(Q, K, V, mask), np.array([[2.0], [2.0]]), atol=1e-9)


@task("attend")
def test_nothing_to_see_beside_something(student):
    Q, K, V = drawn(5)
    mask = np.zeros((4, 5), dtype=bool)
    mask[1, 3] = True
    want = np.zeros((4, 2))
    want[1] = V[3]
    expect.close(student.attend(Q, K, V, mask), want, atol=1e-12)


@pytest.mark.parametrize("seed", range(3))
@task("attend_backward")
def test_central_differences(student, seed):
    Q, K, V = drawn(seed)
    mask = np.random.default_rng(seed + 20).random((4, 5)) > 0.3
    mask[:, 0] = True
    dO = np.random.default_rng(seed + 30).normal(size=(4, 2))

    def shares(Q, K):
        return np.array([shares_of(q, K, seen) for q, seen in zip(Q, mask, strict=True)])

    parts = [Q, K, V]
    given = [shares(Q, K), Q.copy(), K.copy(), V.copy(), dO.copy()]
    got = student.attend_backward(*given)
    for before, after in zip((Q, K, V, dO), given[1:], strict=True):
        expect.unchanged(before, after)
    for at, gradient in enumerate(got):
        expect.shape(gradient, parts[at].shape)
        want = np.empty_like(parts[at])
        for index in np.ndindex(want.shape):
            sides = []
            for step in (1e-5, -1e-5):
                moved = [part.copy() for part in parts]
                moved[at][index] += step
                sides.append((shares(moved[0], moved[1]) @ moved[2] * dO).sum())
            want[index] = (sides[0] - sides[1]) / 2e-5
        expect.close(gradient, want, atol=1e-7)


@pytest.mark.parametrize("heads", [1, 2, 3, 6])
@task("multi_head")
def test_one_head_after_the_other(student, heads):
    rng = np.random.default_rng(heads)
    X, W, W_out = rng.normal(size=(5, 6)), rng.normal(size=(6, 18)), rng.normal(size=(6, 6))
    d = 6 // heads
    together = np.zeros((5, 6))
    for j in range(heads):
        columns = np.arange(j * d, (j + 1) * d)
        Q, K, V = (X @ W[:, part * 6 + columns] for part in range(3))
        for place in range(5):
            p = np.array(shares_of(Q[place], K, [True] * 5))
            together[place, columns] = p @ V
    given = [X.copy(), W.copy(), W_out.copy()]
    expect.close(student.multi_head(*given, heads), together @ W_out, atol=1e-9)
    expect.unchanged(X, given[0])


@task("multi_head")
def test_large_states(student):
    X = np.array([[1.0, 0.0], [0.0, 1.0]])
    W = np.concatenate([60 * np.eye(2), 60 * np.eye(2), np.eye(2)], axis=1)
    expect.close(student.multi_head(X, W, np.eye(2), 1), X, atol=1e-9)


@pytest.mark.parametrize("n", [1, 2, 5])
@pytest.mark.parametrize("delta", [1.0, -3.0, 12.5])
@task("shift_matrix")
def test_it_shifts_every_place(student, n, delta):
    R = np.asarray(student.shift_matrix(delta, n))
    expect.shape(R, (2 * n, 2 * n))

    def wave(t):
        angles = [t / 10000 ** (j / n) for j in range(n)]
        return np.array([math.cos(a) for a in angles] + [math.sin(a) for a in angles])

    for t in (0.0, 1.0, 2.5, 40.0):
        expect.close(R @ wave(t), wave(t + delta), atol=1e-11)
    expect.close(R @ R.T, np.eye(2 * n), atol=1e-12)


@pytest.mark.parametrize(("H", "F"), [(1, 1), (4, 16), (384, 1536), (7, 3)])
@task("longest")
def test_exact_budgets_and_one_less(student, H, F):
    for T in (2, 3, 17, 5000, 10**12 + 3):
        maps = 4 * H * H * T + 2 * H * F * T
        pairs = 2 * T * T * H
        expect.equal(student.longest(maps + pairs, H, F), T)
        expect.equal(student.longest(maps + pairs - 1, H, F), T - 1)


@task("longest")
def test_just_one_place(student):
    expect.equal(student.longest(4 * 9 + 2 * 3 * 5 + 2 * 3, 3, 5), 1)
