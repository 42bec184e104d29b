"""Hidden tests: sums in plain Python, complex numbers, all subsets, frequencies, whole numbers."""

import cmath
import itertools
import math

import numpy as np
import pytest

from ftlib.grading import expect, task


def softmax(scores):
    top = max(scores)
    weights = [math.exp(each - top) for each in scores]
    return [each / math.fsum(weights) for each in weights]


@pytest.mark.parametrize(("n", "total"), [(1, 1), (1, 5), (3, 7), (6, 6), (5, 6)])
@task("causal_weights")
def test_row_by_row(student, rng, n, total):
    scores = rng.normal(scale=3, size=(n, total))
    given = scores.copy()
    want = np.zeros((n, total))
    for i in range(n):
        seen = total - n + i + 1
        want[i, :seen] = softmax(scores[i, :seen].tolist())
    got = student.causal_weights(given)
    expect.close(got, want, atol=1e-12)
    expect.true(bool((np.asarray(got)[want == 0] == 0).all()), "later keys have exactly zero")
    expect.unchanged(scores, given)


@task("causal_weights")
def test_large_scores_and_a_future_that_is_larger_still(student):
    scores = np.array([[1000.0, -1000.0, 1000.0], [-1000.0, -1001.0, 1e6], [1000.0, 1000.0, 0.0]])
    first = 1 / (1 + math.exp(-1))
    want = np.array([[1.0, 0.0, 0.0], [first, 1 - first, 0.0], [0.5, 0.5, 0.0]])
    expect.close(student.causal_weights(scores), want, atol=1e-12)


@pytest.mark.parametrize(("size", "base"), [(2, 10.0), (6, 100.0), (8, 10_000.0)])
@task("turn")
def test_complex_numbers(student, rng, size, base):
    x, places = rng.normal(size=(5, size)), np.array([0, 1, 2, 9, 300])
    given, half, want = x.copy(), size // 2, np.zeros((5, size))
    for row, place in enumerate(places.tolist()):
        for j in range(half):
            angle = place / base ** (2 * j / size)
            z = complex(x[row, j], x[row, j + half]) * cmath.exp(1j * angle)
            want[row, j], want[row, j + half] = z.real, z.imag
    expect.close(student.turn(given, places, base), want, atol=1e-9)
    expect.unchanged(x, given)


@task("turn")
def test_the_score_knows_the_distance_only(student, rng):
    q, k = rng.normal(size=(2, 1, 8))
    scores = []
    for place in (4, 5, 50):
        turned_q = np.asarray(student.turn(q, np.array([place]), 10_000.0))
        turned_k = np.asarray(student.turn(k, np.array([place - 4]), 10_000.0))
        scores.append(float((turned_q * turned_k).sum()))
    expect.close(np.array(scores[1:]), np.full(2, scores[0]), atol=1e-9)


@pytest.mark.parametrize("p", [0.05, 0.35, 0.7, 0.93, 0.999])
@task("nucleus")
def test_no_smaller_set_would_do(student, rng, p):
    for _ in range(8):
        logits = rng.normal(scale=2, size=6)
        probability = softmax(logits.tolist())
        sets = [
            each
            for size in range(1, 7)
            for each in itertools.combinations(range(6), size)
            if sum(probability[i] for i in each) >= p
        ]
        smallest = min(map(len, sets))
        best = max(
            (each for each in sets if len(each) == smallest),
            key=lambda each: sum(probability[i] for i in each),
        )
        given = logits.copy()
        expect.equal(np.asarray(student.nucleus(given, p)).tolist(), [i in best for i in range(6)])
        expect.unchanged(logits, given)


@task("nucleus")
def test_the_first_of_equals_and_a_line_that_is_met_exactly(student):
    for p, kept in [(0.2, 1), (0.25, 1), (0.5, 2), (0.6, 3), (0.75, 3), (0.9, 4)]:
        got = np.asarray(student.nucleus(np.zeros(4), p)).tolist()
        expect.equal(got, [i < kept for i in range(4)])


@task("nucleus")
def test_many_equals_and_large_logits(student):
    got = np.asarray(student.nucleus(np.full(64, 3.0), 0.5)).tolist()
    expect.equal(got, [i < 32 for i in range(64)])
    # a hundred logits that differ by one: the first in size has 1 − 1/e of all
    shuffled = np.array([(37 * i) % 101 for i in range(100)], dtype=float)
    want = [bool(each == shuffled.max()) for each in shuffled]
    expect.equal(np.asarray(student.nucleus(shuffled + 900, 0.6)).tolist(), want)


@task("nucleus")
def test_logits_far_apart(student):
    logits = np.array([0.0, 1000.0, 999.0, -1000.0])
    expect.equal(np.asarray(student.nucleus(logits, 0.7)).tolist(), [False, True, False, False])
    expect.equal(np.asarray(student.nucleus(logits, 0.8)).tolist(), [False, True, True, False])


@task("nucleus")
def test_many_tokens_in_three_heaps_of_equals(student):
    logits = np.array([(7 * i) % 3 for i in range(99)], dtype=float)
    order = sorted(range(99), key=lambda i: (-logits[i], i))
    probability = softmax(logits.tolist())
    for size in (5, 20, 40, 60, 80):  # half a token past the first size − 1: the line is not near
        p = math.fsum(probability[i] for i in order[: size - 1]) + probability[order[size - 1]] / 2
        kept = set(order[:size])
        got = np.asarray(student.nucleus(logits, p)).tolist()
        expect.equal(got, [i in kept for i in range(99)])


@pytest.mark.parametrize("temperature", [0.3, 1.0, 4.0])
@task("draw")
def test_every_piece_near_its_ends(student, rng, temperature):
    logits = rng.normal(scale=2, size=7)
    ends = np.cumsum(softmax((logits / temperature).tolist()))
    starts = np.concatenate([[0.0], ends[:-1]])
    uniforms = np.concatenate([starts + 1e-7, ends - 1e-7])
    given = logits.copy()
    got = np.asarray(student.draw(given, temperature, uniforms)).tolist()
    expect.equal(got, [*range(7), *range(7)])
    expect.unchanged(logits, given)


@task("draw")
def test_the_start_of_a_piece_belongs_to_it(student):
    got = student.draw(np.zeros(4), 2.0, np.array([0.0, 0.25, 0.5, 0.75]))
    expect.equal(np.asarray(got).tolist(), [0, 1, 2, 3])


@task("draw")
def test_excluded_tokens_never_come(student):
    logits = np.array([-np.inf, 1.0, -np.inf, 1.0, -np.inf])
    uniforms = np.array([0.0, 0.25, 0.5, 0.75, np.nextafter(1.0, 0.0)])
    expect.equal(np.asarray(student.draw(logits, 0.5, uniforms)).tolist(), [1, 1, 3, 3, 3])


@task("draw")
def test_a_number_just_below_one(student):
    below = np.array([np.nextafter(1.0, 0.0)])
    for size in range(2, 60):  # sums of rounded thirds and sevenths end a little below or above one
        logits = np.append(np.log(np.arange(1.0, size)), -np.inf)
        expect.equal(np.asarray(student.draw(logits, 1.0, below)).tolist(), [size - 2])


@task("draw")
def test_large_logits_and_a_cold_draw(student):
    logits = np.array([2000.0, 2001.0, 1000.0])
    uniforms = np.array([0.0, 1e-3, 0.9])
    expect.equal(np.asarray(student.draw(logits, 0.1, uniforms)).tolist(), [0, 1, 1])


@pytest.mark.parametrize(("t", "d", "e"), [(0, 3, 2), (1, 1, 1), (6, 4, 3)])
@task("step")
def test_one_step_by_hand(student, rng, t, d, e):
    q, k, v = rng.normal(size=d), rng.normal(size=d), rng.normal(size=e)
    keys, values = rng.normal(size=(t, d)), rng.normal(size=(t, e))
    given = keys.copy(), values.copy()
    output, all_keys, all_values = student.step(q, k, v, *given)
    wanted_keys, wanted_values = [*keys.tolist(), k.tolist()], [*values.tolist(), v.tolist()]
    weights = softmax(
        [math.fsum(a * b for a, b in zip(q, row, strict=True)) / d**0.5 for row in wanted_keys]
    )
    want = [
        math.fsum(w * row[i] for w, row in zip(weights, wanted_values, strict=True))
        for i in range(e)
    ]
    expect.close(output, np.array(want), atol=1e-9)
    expect.close(all_keys, np.array(wanted_keys), atol=0)
    expect.close(all_values, np.array(wanted_values), atol=0)
    expect.unchanged(keys, given[0])
    expect.unchanged(values, given[1])


@task("step")
def test_token_by_token_is_one_pass(student, rng):
    q, k, v = rng.normal(scale=30, size=(3, 5, 2))  # scores in the thousands
    keys, values = np.zeros((0, 2)), np.zeros((0, 2))
    for t in range(5):
        output, keys, values = student.step(q[t], k[t], v[t], keys, values)
        weights = softmax([float(q[t] @ k[s]) / 2**0.5 for s in range(t + 1)])
        want = sum(w * v[s] for s, w in enumerate(weights))
        expect.close(output, want, atol=1e-6)


def one_by_one(H, K, I, L, T, cached):  # noqa: E741
    """Every matrix and every comparison, counted."""
    total = 0
    for now in range(1, T + 1):
        for _ in [now] if cached else range(now):
            total += H * H + H * K + H * K + H * H + H * I + H * I + I * H
            total += sum(H + H for _ in range(now))
    return sum(total for _ in range(L))


@pytest.mark.parametrize("cached", [False, True])
@task("multiplications")
def test_counted_one_by_one(student, cached):
    for sizes in [(1, 1, 1, 1, 1), (4, 2, 7, 3, 5), (6, 6, 16, 2, 9), (3, 1, 8, 5, 1)]:
        got = student.multiplications(*sizes, cached)
        expect.equal(int(got), one_by_one(*sizes, cached))


@task("multiplications")
def test_whole_numbers_stay_exact(student):
    # Gauss's sums: L (c T (T+1)/2 + 2 H T (T+1) (2T+1)/6) is beyond what a float64 holds
    H, K, I, L, T = 16_383, 2047, 65_537, 117, 4097  # noqa: E741
    c, sum_one, sum_two = (
        2 * H * H + 2 * H * K + 3 * H * I,
        T * (T + 1) // 2,
        T * (T + 1) * (2 * T + 1) // 6,
    )
    got = student.multiplications(H, K, I, L, T, False)
    expect.equal(int(got), L * (c * sum_one + 2 * H * sum_two))
