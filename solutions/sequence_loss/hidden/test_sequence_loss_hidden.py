"""Hidden tests of the unit: random inputs from fixed seeds, extremes, and what stays unchanged."""

import itertools
import math

import numpy as np
import pytest

from ftlib.grading import expect, task


@task("shift_and_mask")
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_place_by_place(student, seed):
    rng = np.random.default_rng(seed)
    ids = rng.integers(0, 4, size=(6, 9))  # few ids: the end mark occurs inside a text too
    lengths = rng.integers(1, 10, size=6)
    prompts = np.array([rng.integers(0, length + 1) for length in lengths])
    want = [
        [int(row[t]) if prompt <= t < length else -100 for t in range(1, 9)]
        for row, length, prompt in zip(ids, lengths, prompts, strict=True)
    ]
    kept = ids.copy()
    expect.equal(student.shift_and_mask(ids, lengths, prompts), want)
    expect.unchanged(kept, ids)


@task("shift_and_mask")
def test_end_marks_inside_a_text_count(student):
    got = student.shift_and_mask(np.array([[2, 2, 2, 2]]), np.array([3]), np.array([0]))
    expect.equal(got, [[2, 2, -100]])


@task("shift_and_mask")
def test_nothing_but_prompt(student):
    got = student.shift_and_mask(np.array([[1, 5, 2]]), np.array([3]), np.array([3]))
    expect.equal(got, [[-100, -100]])


@task("two_averages")
@pytest.mark.parametrize("seed", [3, 4])
def test_text_by_text(student, seed):
    rng = np.random.default_rng(seed)
    losses, mask = rng.exponential(2, size=(5, 7)), rng.uniform(size=(5, 7)) < 0.5
    mask[0, 0] = True
    mask[3] = False
    rows = [
        [float(x) for x, m in zip(*pair, strict=True) if m]
        for pair in zip(losses, mask, strict=True)
    ]
    rows = [row for row in rows if row]
    tokens = [x for row in rows for x in row]
    want = (
        math.fsum(tokens) / len(tokens),
        math.fsum(math.fsum(r) / len(r) for r in rows) / len(rows),
    )
    expect.close(student.two_averages(losses, mask), want, rtol=1e-10)


@task("two_averages")
@pytest.mark.parametrize("rubbish", [math.nan, math.inf, -math.inf])
def test_what_does_not_count_may_be_anything(student, rubbish):
    losses = np.array([[2.0, rubbish], [rubbish, rubbish], [4.0, 6.0]])
    mask = np.array([[True, False], [False, False], [True, True]])
    kept = losses.copy()
    expect.close(student.two_averages(losses, mask), (4.0, 3.5), rtol=1e-12)
    expect.unchanged(kept, losses)


@task("two_averages")
def test_nothing_counts(student):
    got = student.two_averages(np.array([[1.0, math.nan]]), np.zeros((1, 2), dtype=bool))
    expect.close(got, (0.0, 0.0), atol=1e-300)


@task("accumulate")
@pytest.mark.parametrize("seed", [5, 6])
def test_against_one_large_batch(student, seed):
    """Squared errors of a linear model: the mean over all rows is known without small batches."""
    rng = np.random.default_rng(seed)
    theta, X, y = rng.normal(size=3), rng.normal(size=(20, 3)), rng.normal(size=20)
    parts = np.split(np.arange(20), [1, 4, 13])
    means = np.array([np.mean((X[p] @ theta - y[p]) ** 2) for p in parts])
    slopes = np.array([2 * (X[p] @ theta - y[p]) @ X[p] / len(p) for p in parts])
    loss, gradient = student.accumulate(means, slopes, np.array([len(p) for p in parts]))
    expect.close(loss, np.mean((X @ theta - y) ** 2), rtol=1e-10)
    expect.close(gradient, 2 * (X @ theta - y) @ X / 20, rtol=1e-9)


@task("accumulate")
def test_an_empty_small_batch(student):
    means = np.array([math.nan, 2.0, 5.0])
    slopes = np.array([[math.nan] * 2, [1.0, 0.0], [0.0, 2.0]])
    loss, gradient = student.accumulate(means, slopes, np.array([0, 2, 4]))
    expect.close(loss, 4.0, rtol=1e-12)
    expect.close(gradient, [1 / 3, 4 / 3], rtol=1e-12)


@task("rate")
def test_three_bytes_a_character(student):
    losses = np.array([1.0, 2.0, 3.0])
    want = (math.exp(2.0), 6 / math.log(2) / 12)
    expect.close(student.rate(losses, "语言模型"), want, rtol=1e-12)


@task("rate")
def test_a_long_text(student):
    """Ten thousand tokens: the product of the probabilities would underflow."""
    losses = np.full(10_000, 3.0)
    expect.close(student.rate(losses, "ab" * 10_000), (math.exp(3), 1.5 / math.log(2)), rtol=1e-9)


@task("rate")
def test_tokenizers_agree_on_bits(student):
    """Two tokens joined into one: another perplexity, the same bits."""
    rng = np.random.default_rng(7)
    losses = rng.exponential(2, size=10)
    joined = losses.reshape(5, 2).sum(1)
    (apart, bits), (together, same) = student.rate(losses, "déjà"), student.rate(joined, "déjà")
    expect.close(same, bits, rtol=1e-12)
    expect.close(together, apart**2, rtol=1e-10)


def contrast(queries, keys, tau):
    """The loss alone, question by question."""
    total, n = 0.0, len(queries)
    for i in range(n):
        for scores in ((keys @ queries[i]) / tau, (queries @ keys[i]) / tau):
            top = scores.max()
            total += top + math.log(sum(math.exp(s - top) for s in scores)) - scores[i]
    return total / (2 * n)


@task("two_way_contrast")
@pytest.mark.parametrize("seed", [8, 9])
def test_against_central_differences(student, seed):
    rng = np.random.default_rng(seed)
    queries, keys, tau = rng.normal(size=(4, 3)), rng.normal(size=(4, 3)), 0.7
    loss, slopes_q, slopes_k = student.two_way_contrast(queries, keys, tau)
    expect.close(loss, contrast(queries, keys, tau), rtol=1e-10)
    for which, slopes in ((0, slopes_q), (1, slopes_k)):
        want, h = np.zeros((4, 3)), 1e-5
        for index in np.ndindex(4, 3):
            ends = []
            for side in (h, -h):
                pair = [queries.copy(), keys.copy()]
                pair[which][index] += side
                ends.append(contrast(*pair, tau))
            want[index] = (ends[0] - ends[1]) / (2 * h)
        expect.close(slopes, want, atol=1e-7)


@task("two_way_contrast")
def test_huge_scores(student):
    """Each row and column is sure of a wrong answer: the loss is the distance, the pull full."""
    queries, keys = np.array([[40.0, 0.0], [0.0, 40.0]]), np.array([[0.0, 40.0], [40.0, 0.0]])
    loss, slopes_q, slopes_k = student.two_way_contrast(queries, keys, 0.5)
    expect.close(loss, 3200.0, rtol=1e-12)
    expect.close(slopes_q, np.array([[40.0, -40.0], [-40.0, 40.0]]), rtol=1e-12)
    expect.close(slopes_k, np.array([[-40.0, 40.0], [40.0, -40.0]]), rtol=1e-12)


@task("two_way_contrast")
def test_small_scores_beside_a_huge_one(student):
    """The first question is sure, the second one's choices weigh e and 1, in rows and columns."""
    rest = 1 / (1 + math.e)
    loss, slopes_q, slopes_k = student.two_way_contrast(np.diag([1000.0, 1.0]), np.eye(2), 1.0)
    expect.close(loss, math.log1p(math.exp(-1)) / 2, rtol=1e-12)
    expect.close(slopes_q, rest / 4 * np.array([[0.0, 1.0], [1.0, -2.0]]), rtol=1e-9, atol=1e-12)
    expect.close(slopes_k, rest / 4 * np.array([[0.0, 1.0], [1000.0, -2.0]]), rtol=1e-9, atol=1e-12)


@task("sampled_loss")
@pytest.mark.parametrize("m", [1, 2, 3])
def test_the_normaliser_is_right_on_average(student, m):
    """Over all samples of m classes of four, the mean of e^(loss + own) is the full sum."""
    rng = np.random.default_rng(m)
    z, Q, mean = rng.normal(0, 1.5, size=4), rng.dirichlet(np.ones(4) * 2), 0.0
    for chosen in itertools.product(range(4), repeat=m):
        drawn = np.array(chosen)
        loss = student.sampled_loss(float(z[2]), 2, z[drawn], drawn, Q[drawn])
        mean += Q[drawn].prod() * math.exp(loss + z[2])
    expect.close(mean, np.exp(z).sum(), rtol=1e-10)


@task("sampled_loss")
@pytest.mark.parametrize(("own", "other"), [(1000.0, -1000.0), (-1000.0, 1000.0), (1000.0, 1000.0)])
def test_extreme_logits(student, own, other):
    got = student.sampled_loss(own, 0, np.array([other]), np.array([1]), np.array([0.5]))
    want = max(other - own, 0.0) + math.log(2) * (other > own) + math.log(3) * (other == own)
    expect.close(got, want, rtol=1e-9, atol=1e-12)


@task("sampled_loss")
def test_only_the_target_was_drawn(student):
    drawn, logits = np.array([4, 4]), np.array([1.0, 1.0])
    got = student.sampled_loss(1.0, 4, logits, drawn, np.array([0.1, 0.1]))
    expect.close(got, 0.0, atol=1e-12)
    expect.unchanged(np.array([1.0, 1.0]), logits)
