"""Hidden tests: random cases from fixed seeds, answers worked out another way, and the edges."""

import math
from fractions import Fraction

import numpy as np
import pytest

from ftlib.grading import expect, task


@pytest.mark.parametrize("seed", range(6))
@task("decided")
def test_every_naming_priced(student, seed):
    rng = np.random.default_rng(seed)
    p = rng.dirichlet(np.ones(4), 15).tolist()
    miss = [1.0, 4.0, 0.5, 2.0]
    want = []
    for row in p:
        costs = [sum(row[k] * miss[k] for k in range(4) if k != j) for j in range(4)]
        best = min(range(4), key=lambda j: costs[j])
        want.append(best if costs[best] <= 0.7 else None)
    before = ([list(row) for row in p], list(miss))
    got = student.decided(p, miss, 0.7)
    expect.unchanged(before, (p, miss))
    expect.equal([None if each is None else int(each) for each in got], want)


@task("decided")
def test_ties_and_edges(student):
    expect.equal(list(student.decided([[0.5, 0.5]], [1, 1], 0.5)), [0])
    expect.equal(list(student.decided([[0.25, 0.25, 0.5]], [2, 2, 1], 9)), [0])
    expect.equal(list(student.decided([[0.0, 1.0]], [1, 1], 0.0)), [1])
    expect.equal(list(student.decided([], [1, 1], 0.2)), [])


@task("decided")
def test_equal_but_for_rounding(student):
    expect.equal(list(student.decided([[0.1, 0.2, 0.7]], [1, 1, 1], 0.3)), [2])
    expect.equal(list(student.decided([[0.1, 0.3, 0.6]], [1, 2, 3], 0.7)), [2])
    # 0.4·3 and 0.6·2 are one price, whichever of them is the smaller float
    expect.equal(list(student.decided([[0.4, 0.6]], [3, 2], 9)), [0])
    expect.equal(list(student.decided([[0.6, 0.4]], [2, 3], 9)), [0])
    expect.equal(list(student.decided([[0.7, 0.1, 0.2]], [0.3, 2.1, 0.1], 9)), [0])


@task("decided")
def test_three_that_tie_in_the_middle(student):
    expect.equal(list(student.decided([[0.2, 0.4, 0.4]], [1, 1, 1], 0.61)), [1])
    expect.equal(list(student.decided([[0.2, 0.4, 0.4]], [1, 1, 1], 0.59)), [None])


@pytest.mark.parametrize("seed", range(5))
@task("moved")
def test_bayes_by_counting(student, seed):
    rng = np.random.default_rng(seed)
    within = rng.dirichlet(np.ones(3), 4)  # p(x | k): 4 classes, 3 inputs
    before, after = rng.dirichlet(np.ones(4)), rng.dirichlet(np.ones(4))
    z = [(np.log(within[:, x] * before) + rng.normal()).tolist() for x in range(3)]
    want = []
    for x in range(3):
        joint = within[:, x] * after
        want.append((joint / joint.sum()).tolist())
    given = ([list(row) for row in z], before.tolist(), after.tolist())
    kept = ([list(row) for row in z], before.tolist(), after.tolist())
    got = student.moved(*given)
    expect.unchanged(kept, given)
    expect.close([list(row) for row in got], want, rtol=1e-5, atol=1e-7)


@task("moved")
def test_large_logits(student):
    (got,) = student.moved([[1000.0, 999.0, -1000.0]], [0.2, 0.3, 0.5], [0.2, 0.3, 0.5])
    expect.close(list(got), [1 / (1 + math.exp(-1)), 1 / (1 + math.e), 0.0], rtol=1e-5, atol=1e-7)


@task("moved")
def test_the_largest_class_is_not_there(student):
    (got,) = student.moved([[1000.0, 1.0, 1.0]], [0.5, 0.25, 0.25], [0.0, 0.75, 0.25])
    expect.close(list(got), [0.0, 0.75, 0.25], rtol=1e-5, atol=1e-7)


@task("moved")
def test_a_large_logit_and_a_small_share(student):
    (got,) = student.moved([[800.0, 0.0]], [0.5, 0.5], [0.01, 0.99])
    expect.close(list(got), [1.0, 0.0], rtol=1e-5, atol=1e-7)


def exact_rank(n, alpha):
    """⌈(n + 1)(1 − α)⌉ in whole numbers; α has at most three decimals."""
    return math.ceil((n + 1) * (1 - Fraction(round(alpha * 1000), 1000)))


@pytest.mark.parametrize("alpha", [0.1, 0.3, 0.5, 0.7])
@pytest.mark.parametrize("n", [3, 9, 10, 19, 29])
@task("promised")
def test_counted_sets(student, n, alpha):
    rng = np.random.default_rng(n)
    p, new = rng.dirichlet(np.ones(4), n).tolist(), rng.dirichlet(np.ones(4), 6).tolist()
    y = rng.integers(0, 4, n).tolist()
    rank = exact_rank(n, alpha)
    want = []
    for row in new:
        # A class is in the set when fewer than `rank` calibration questions fit better.
        below = [sum(p[i][y[i]] > row[k] for i in range(n)) for k in range(4)]
        want.append([k for k in range(4) if rank > n or below[k] < rank])
    before = ([list(row) for row in p], list(y))
    got = student.promised(p, y, new, alpha)
    expect.unchanged(before, (p, y))
    expect.equal([[int(k) for k in each] for each in got], want)


@task("promised")
def test_no_calibration_promises_nothing(student):
    expect.equal([list(e) for e in student.promised([], [], [[0.5, 0.5]], 0.1)], [[0, 1]])


@task("promised")
def test_equal_scores_are_inside(student):
    p = [[0.3, 0.7], [0.7, 0.3], [0.1, 0.9]]
    got = student.promised(p, [1, 0, 0], [[0.7, 0.3], [0.2, 0.8]], 0.5)
    expect.equal([list(each) for each in got], [[0], [1]])


@task("promised")
def test_a_rank_that_is_whole_but_for_rounding(student):
    p = [[share, 1 - share] for share in (0.95, 0.85, 0.75, 0.65, 0.55, 0.45, 0.35, 0.25, 0.15)]
    got = student.promised(p, [0] * 9, [[0.8, 0.2], [0.7, 0.3]], 0.7)  # the 3rd: 1 - 0.75
    expect.equal([list(each) for each in got], [[0], []])


@task("promised")
def test_equal_scores_but_for_rounding(student):
    p = [[0.3 + 5e-10, 0.7 - 5e-10], [0.7, 0.3], [0.6, 0.4]]
    got = student.promised(p, [0, 0, 0], [[0.3, 0.7], [0.29, 0.71]], 0.25)
    expect.equal([list(each) for each in got], [[0, 1], [1]])


@task("promised")
def test_the_promise_is_kept_by_a_bad_model(student):
    rng = np.random.default_rng(5)
    p = rng.dirichlet(np.ones(3), 1400)
    y = rng.integers(0, 3, 1400).tolist()
    sets = student.promised(p[:400].tolist(), y[:400], p[400:].tolist(), 0.2)
    share = float(np.mean([label in list(each) for each, label in zip(sets, y[400:], strict=True)]))
    expect.close(share, 0.8, atol=0.05)


@pytest.mark.parametrize("seed", range(5))
@task("by_class")
def test_classes_counted(student, seed):
    rng = np.random.default_rng(seed)
    n, alpha = 30, 0.25
    p, new = rng.dirichlet(np.ones(4), n).tolist(), rng.dirichlet(np.ones(4), 25).tolist()
    y = rng.choice(4, n, p=[0.5, 0.3, 0.15, 0.05]).tolist()
    truth = rng.integers(0, 3, 25).tolist()  # nobody has the last class
    inside = np.zeros((25, 4), bool)
    for k in range(4):
        own = [p[i][k] for i in range(n) if y[i] == k]
        rank = exact_rank(len(own), alpha)
        for row in range(25):
            below = sum(share > new[row][k] for share in own)
            inside[row, k] = rank > len(own) or below < rank
    want = [
        float(np.mean([inside[row, k] for row in range(25) if truth[row] == k])) for k in range(3)
    ]
    shares, size = student.by_class(p, y, new, truth, alpha)
    expect.close([float(each) for each in shares[:3]], want, rtol=1e-12)
    expect.equal(shares[3], None)
    expect.close(size, float(inside.sum() / 25), rtol=1e-12)


@task("by_class")
def test_nine_are_enough_and_eight_are_not(student):
    for n, size in ((8, 2.0), (9, 1.0)):
        p = [[0.9, 0.1]] * n + [[0.1, 0.9]] * 12
        shares, got = student.by_class(p, [0] * n + [1] * 12, [[0.1, 0.9]], [1], 0.1)
        expect.equal(list(shares), [None, 1.0])
        expect.close(got, size, rtol=1e-12)


@task("by_class")
def test_equal_scores_of_a_class_are_inside(student):
    p = [[0.3, 0.7], [0.7, 0.3]]
    shares, size = student.by_class(p, [1, 0], [[0.7, 0.3], [0.3, 0.7]], [0, 1], 0.5)
    expect.equal(list(shares), [1.0, 1.0])
    expect.close(size, 1.0, rtol=1e-12)


@task("by_class")
def test_rank_that_is_whole_but_for_rounding(student):
    p = [[share, 1 - share] for share in (0.95, 0.85, 0.75, 0.65, 0.55, 0.45, 0.35, 0.25, 0.15)]
    new = [[0.3, 0.7], [0.4, 0.6], [0.2, 0.8]]
    shares, _ = student.by_class(p, [0] * 9, new, [0, 0, 0], 0.3)  # the 7th of 9: 1 - 0.35
    expect.close(shares[0], 1 / 3, rtol=1e-12)
    shares, _ = student.by_class(p, [0] * 9, [[0.8, 0.2], [0.7, 0.3]], [0, 0], 0.7)  # the 3rd
    expect.close(shares[0], 0.5, rtol=1e-12)


@task("by_class")
def test_equal_scores_of_a_class_but_for_rounding(student):
    p = [[0.3 + 5e-10, 0.7 - 5e-10], [0.9, 0.1]]
    shares, _ = student.by_class(p, [0, 0], [[0.3, 0.7], [0.2, 0.8]], [0, 0], 1 / 3)
    expect.close(shares[0], 0.5, rtol=1e-12)


@pytest.mark.parametrize("alpha", [0.05, 0.1, 0.3])
@pytest.mark.parametrize("n", [0, 9, 19, 40])
@task("refused")
def test_refused_by_rank(student, n, alpha):
    rng = np.random.default_rng(n + 1)
    known = rng.integers(0, 12, n).astype(float).tolist()
    strange = [*range(14), -1.0]
    want = []
    for each in strange:
        place = sum(other < each for other in known)  # as strange or stranger: the rest and itself
        share = Fraction(n + 1 - place, n + 1)
        want.append(share <= Fraction(round(alpha * 1000), 1000))
    before = list(known)
    found, _ = student.refused(known, strange, alpha)
    expect.unchanged(before, known)
    expect.equal([bool(each) for each in found], want)


@task("refused")
def test_a_share_that_is_alpha_but_for_rounding(student):
    known = [float(each) for each in range(49)]
    found, _ = student.refused(known, [20.5, 20.0], 0.58)  # 29 of 50, 30 of 50
    expect.equal([bool(each) for each in found], [True, False])


@pytest.mark.parametrize(
    ("alpha", "needed"),
    [(0.05, 19), (0.1, 9), (0.3, 3), (0.9, 1), (0.4, 2), (0.001, 999), (1 / 49, 48)],
)
@task("refused")
def test_how_many_are_needed(student, alpha, needed):
    _, count = student.refused([], [], alpha)
    expect.equal(int(count), needed)
    if needed < 50:
        known = [0.0] * needed
        expect.equal([bool(e) for e in student.refused(known, [1.0], alpha)[0]], [True])
        expect.equal([bool(e) for e in student.refused(known[1:], [1.0], alpha)[0]], [False])
