"""Hidden tests: random inputs from a fixed seed, answers by other means, and the edges."""

import itertools

import numpy as np
import pytest

from ftlib.grading import expect, task


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("a", [1.0, 0.25])
@task("log_odds")
def test_counted_word_by_word(student, seed, a):
    rng = np.random.default_rng(seed)
    counts = rng.poisson(0.8, (9, 5)).tolist()
    labels = [0, 1, 1, 0, 1, 1, 1, 0, 1]
    before = ([list(row) for row in counts], list(labels))
    got = student.log_odds(counts, labels, a)
    expect.unchanged(before, (counts, labels))
    pile = {0: [], 1: []}
    for row, label in zip(counts, labels, strict=True):
        for word, often in enumerate(row):
            pile[label] += [word] * often
    want = []
    for word in range(5):
        theta = [(pile[c].count(word) + a) / (len(pile[c]) + 5 * a) for c in (0, 1)]
        want.append(np.log(theta[1]) - np.log(theta[0]))
    expect.close(np.asarray(got), np.array(want), rtol=1e-9, atol=1e-12)


@task("log_odds")
def test_a_class_without_a_word(student):
    got = student.log_odds([[0, 0, 0], [3, 0, 1]], [0, 1], 1.0)
    expect.close(np.asarray(got), np.log([4 / 7 * 3, 1 / 7 * 3, 2 / 7 * 3]), rtol=1e-12)


@pytest.mark.parametrize("seed", range(5))
@task("labels_needed")
def test_the_curve_at_the_answer_is_the_wanted_score(student, seed):
    rng = np.random.default_rng(seed)
    sizes = [10, 25, 60, 300]
    scores = np.sort(rng.uniform(0, 1, 4)).tolist()
    for wanted in np.linspace(scores[0], scores[-1], 7)[1:-1].tolist():
        got = student.labels_needed(sizes, scores, wanted)
        expect.close(np.interp(np.log(got), np.log(sizes), scores), wanted, rtol=1e-9)


@pytest.mark.parametrize(
    ("scores", "wanted", "want"),
    [
        ([0.2, 0.6, 0.4, 0.8], 0.5, 10 * 4**0.75),  # it falls again: the first time counts
        ([0.7, 0.5, 0.6, 0.9], 0.6, 10.0),
        ([0.1, 0.1, 0.1, 0.1], 0.1, 10.0),
        ([0.1, 0.2, 0.3, 0.4], 0.4, 640.0),
        ([0.1, 0.2, 0.3, 0.4], 0.5, np.inf),
    ],
)
@task("labels_needed")
def test_edges(student, scores, wanted, want):
    expect.close(student.labels_needed([10, 40, 160, 640], scores, wanted), want, rtol=1e-9)


@task("labels_needed")
def test_one_size(student):
    expect.close(student.labels_needed([100], [0.5], 0.4), 100.0)
    expect.close(student.labels_needed([100], [0.5], 0.6), np.inf)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("q", [0.0, 1.0, 2.2])
@task("doubling_time")
def test_against_least_squares(student, seed, q):
    rng = np.random.default_rng(seed)
    years = np.sort(rng.uniform(1980, 2025, 9))
    rate = rng.uniform(0.5, 1.5)
    sizes = 2 ** (rate * (years - 1980) + rng.normal(size=9))
    fit, covariance = np.polyfit(years - 2000, np.log2(sizes), 1, cov=True)
    error = np.sqrt(covariance[0, 0])
    want = [1 / fit[0], 1 / (fit[0] + q * error), 1 / (fit[0] - q * error)]
    got = student.doubling_time(years.tolist(), sizes.tolist(), q)
    expect.close(np.array(got), np.array(want), rtol=1e-6)


@task("doubling_time")
def test_no_growth_is_possible(student):
    time, low, high = student.doubling_time([0, 1, 2, 3], [1, 8, 1, 8], 3.0)
    slope, error = 0.6, np.sqrt((9 - 0.36 * 5) / 2 / 5)
    expect.close(np.array([time, low]), 1 / np.array([slope, slope + 3 * error]), rtol=1e-9)
    expect.equal(float(high), float("inf"))


@task("doubling_time")
def test_how_many_errors_decide_whether_there_may_be_none(student):
    slope, error = 0.8, np.sqrt(1.8 / 2 / 5)
    got = student.doubling_time([0, 1, 2, 3], [1, 4, 2, 8], 1.0)
    expect.close(np.array(got), 1 / np.array([slope, slope + error, slope - error]), rtol=1e-9)
    expect.equal(float(student.doubling_time([0, 1, 2, 3], [1, 4, 2, 8], 2.5)[2]), float("inf"))


@task("doubling_time")
def test_three_points(student):
    # Slope 1/2, squares of what is missed 1/2, so that the standard error is 1/2.
    time, low, high = student.doubling_time([-1, 0, 1], [1, 2 ** (0.5 + np.sqrt(0.75)), 2], 0.5)
    expect.close(np.array([time, low, high]), np.array([2.0, 4 / 3, 4.0]), rtol=1e-9)


def probability(known, context, c, A):
    """The mixture from its end, by recursion."""
    if context is None:
        return 1 / A
    shorter = probability(known, context[1:] if context else None, c, A)
    m = len(context)
    after = [known[i + m] for i in range(len(known) - m) if known.startswith(context, i)]
    if not after:
        return shorter
    return (after.count(c) + len(set(after)) * shorter) / (len(after) + len(set(after)))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("k", [0, 1, 2, 4])
@task("bits")
def test_against_the_recursion(student, seed, k):
    rng = np.random.default_rng(seed)
    known, new = ("".join(rng.choice(list("abc"), n, p=[0.6, 0.3, 0.1])) for n in (60, 12))
    want = -np.mean(
        [np.log2(probability(known, new[max(0, t - k) : t], new[t], 3)) for t in range(12)]
    )
    expect.close(student.bits(known, new, k, 3), want, rtol=1e-9)


@task("bits")
def test_a_code_exists(student):
    # Over all words of three letters the probabilities add up to one.
    total = sum(
        2.0 ** (-3 * student.bits("abacab", "".join(word), 2, 3))
        for word in itertools.product("abc", repeat=3)
    )
    expect.close(total, 1.0, rtol=1e-9)


@task("bits")
def test_edges_of_the_texts(student):
    expect.close(student.bits("", "ab", 2, 4), 2.0)  # nothing known: the whole alphabet
    expect.close(student.bits("aaa", "a", 3, 2), -np.log2((3 + 0.5) / 4), rtol=1e-12)
    # the last letter of the known text is followed by nothing; overlapping contexts all count
    want = (-np.log2(3.5 / 4) - np.log2((2 + 3.5 / 4) / 3)) / 2
    expect.close(student.bits("aaa", "aa", 1, 2), want, rtol=1e-12)
