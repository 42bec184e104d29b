"""Hidden tests: slopes by differences, drawing every subset, the choice made slowly, the edges."""

import itertools
import math

import numpy as np
import pytest

from ftlib.grading import expect, task


@pytest.mark.parametrize("seed", range(4))
@task("place")
def test_the_slope_vanishes(student, seed):
    rng = np.random.default_rng(seed)
    films, guess = rng.normal(size=(6, 3)).tolist(), rng.normal(size=3).tolist()
    seen = rng.permutation(6)[: seed + 1].tolist()
    before = ([list(row) for row in films], list(seen), list(guess))
    x = np.asarray(student.place(films, seen, 2.5, 0.75, guess))
    expect.unchanged(before, (films, seen, guess))
    expect.shape(x, (3,))
    slope = [0.75 * (x[r] - guess[r]) for r in range(3)]
    for film, vector in enumerate(films):
        wanted, weight = (1.0, 2.5) if film in seen else (0.0, 1.0)
        rest = wanted - sum(a * b for a, b in zip(x, vector, strict=True))
        slope = [s - weight * rest * v for s, v in zip(slope, vector, strict=True)]
    expect.close(np.asarray(slope), np.zeros(3), atol=1e-10)


@task("place")
def test_confidence_of_one_and_below(student):
    got = student.place([[1.0], [1.0]], [0], 1.0, 2.0, [0.0])
    expect.close(np.asarray(got), np.array([0.25]), rtol=1e-12)
    got = student.place([[1.0], [1.0]], [0], 0.5, 2.0, [0.0])
    expect.close(np.asarray(got), np.array([0.5 / 3.5]), rtol=1e-12)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("k", [1, 2, 4, 9])
@task("ndcg")
def test_against_the_best_of_all_lists(student, seed, k):
    rng = np.random.default_rng(seed)
    gains = rng.integers(0, 4, 5).astype(float).tolist()
    gains[int(rng.integers(5))] += 1.0
    shown = rng.permutation(5)[: 3 if seed % 2 else 5].tolist()
    before = (list(shown), list(gains))

    def total(films):
        return sum(gains[f] / math.log2(place + 2) for place, f in enumerate(films[:k]))

    best = max(total(films) for films in itertools.permutations(range(5)))
    expect.close(student.ndcg(shown, gains, k), total(shown) / best, rtol=1e-12, atol=1e-14)
    expect.unchanged(before, (shown, gains))


@task("ndcg")
def test_an_empty_list_and_small_gains(student):
    expect.equal(student.ndcg([], [0.0, 2.0], 3), 0.0)
    expect.equal(student.ndcg([], [0.0], 3), None)
    expect.close(student.ndcg([1], [0.5, 0.25], 1), 0.5, rtol=1e-12)


@pytest.mark.parametrize("seed", range(4))
@task("pair_slopes")
def test_slopes_by_differences(student, seed):
    rng = np.random.default_rng(seed)
    x, films = rng.normal(size=2), rng.normal(size=(4, 2))
    pairs = [(0, 1), (0, 2), (3, 0), (1, 2), (0, 1)][: seed + 2]

    def loss(values):
        return sum(
            math.log1p(math.exp(-float(x @ (values[i] - values[j])))) for i, j in pairs
        ) / len(pairs)

    got, slopes = student.pair_slopes(x.tolist(), films.tolist(), pairs)
    expect.close(got, loss(films), rtol=1e-10)
    want = np.zeros((4, 2))
    for film, part in itertools.product(range(4), range(2)):
        step = np.zeros((4, 2))
        step[film, part] = 1e-5
        want[film, part] = (loss(films + step) - loss(films - step)) / 2e-5
    expect.close(np.asarray(slopes), want, rtol=1e-6, atol=1e-8)


@task("pair_slopes")
def test_far_scores(student):
    films = [[900.0], [-900.0], [0.0]]
    loss, slopes = student.pair_slopes([1.0], films, [(0, 1), (1, 0)])
    expect.close(loss, 900.0, rtol=1e-12)
    expect.close(np.asarray(slopes), np.array([[0.5], [-0.5], [0.0]]), atol=1e-12)
    expect.equal(films, [[900.0], [-900.0], [0.0]])


@pytest.mark.parametrize("drawn", [1, 2, 4, 6])
@pytest.mark.parametrize("k", [1, 2, 3, 8])
@task("sampled_hits")
def test_every_draw(student, drawn, k):
    ranks = [1, 2, 4, 7, 7]
    hits = []
    for rank in ranks:
        others = [place for place in range(1, 8) if place != rank]
        draws = list(itertools.combinations(others, drawn))
        hits.append(sum(sum(p < rank for p in each) < k for each in draws) / len(draws))
    expect.close(student.sampled_hits(ranks, 7, drawn, k), sum(hits) / 5, rtol=1e-12, atol=1e-14)


@task("sampled_hits")
def test_many_films(student):
    got = student.sampled_hits([60, 900], 1600, 100, 10)
    expect.between(got, 0.49, 0.5)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("delta", [0.0, 0.3, 0.8, 1.0])
@task("vary")
def test_chosen_slowly(student, seed, delta):
    rng = np.random.default_rng(seed)
    scores, vectors = rng.normal(size=6).tolist(), rng.normal(size=(6, 2)).tolist()
    seen = rng.permutation(6)[: seed % 3].tolist()
    before = (list(scores), [list(row) for row in vectors], list(seen))
    got = list(student.vary(scores, vectors, seen, 4, delta))
    expect.unchanged(before, (scores, vectors, seen))
    want = []
    for _ in range(4):
        best, value = None, -math.inf
        for film in range(6):
            if film in seen or film in want:
                continue
            cosines = []
            for other in want:
                a, b = vectors[film], vectors[other]
                dot = a[0] * b[0] + a[1] * b[1]
                cosines.append(dot / (math.hypot(*a) * math.hypot(*b)))
            now = (1 - delta) * scores[film] - delta * (max(cosines) if cosines else 0.0)
            if now > value + 1e-12:
                best, value = film, now
        want.append(best)
    expect.equal([int(film) for film in got], want)


@task("vary")
def test_equal_ones_zeros_and_too_few(student):
    expect.equal(list(student.vary([1.0, 2.0, 2.0], [[1.0]] * 3, [], 2, 0.0)), [1, 2])
    expect.equal(list(student.vary([1.0, 2.0, 2.0], [[1.0]] * 3, [1], 5, 0.5)), [2, 0])
    zero = [[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]]
    expect.equal(list(student.vary([1.0, 3.0, 2.9], zero, [], 3, 0.9)), [1, 0, 2])
    expect.equal(list(student.vary([-5.0, 3.0, 2.9], zero, [], 3, 0.5)), [1, 2, 0])
    expect.equal(list(student.vary([1.0, 2.0], [[1.0], [2.0]], [0, 1], 2, 0.5)), [])


@task("vary")
def test_an_opposite_gains(student):
    vectors = [[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]]
    expect.equal(list(student.vary([3.0, 2.0, 1.5], vectors, [], 2, 0.5)), [0, 2])
