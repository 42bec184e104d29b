"""Hidden tests: token by token in plain Python, differences of the loss, and Bayes by counting."""

import math

import numpy as np
import pytest

from ftlib.grading import expect, task


@pytest.mark.parametrize("seed", range(3))
@task("cover")
def test_token_by_token(student, seed):
    rng = np.random.default_rng(seed)
    special, mask = (3, 1) if seed else (5, 4)
    tokens, other = rng.integers(0, 40, 300), rng.integers(special, 40, 300)
    u, lot, rate = rng.random(300), rng.random(300), (0.15, 0.5, 0.3)[seed]
    want_inputs, want_targets = [], []
    for i in range(300):
        token = int(tokens[i])
        if token < special or u[i] >= rate:
            want_inputs.append(token)
            want_targets.append(-100)
            continue
        want_targets.append(token)
        want_inputs.append(mask if lot[i] < 0.8 else int(other[i]) if lot[i] < 0.9 else token)
    given = tokens.copy()
    inputs, targets = student.cover(given, u, lot, other, rate, mask, special)
    expect.equal(inputs, np.array(want_inputs))
    expect.equal(targets, np.array(want_targets))
    expect.unchanged(tokens, given)


@task("cover")
def test_numbers_on_the_edges(student):
    """u equal to the rate is not chosen; lots of exactly 0.8 and 0.9 belong to the next share."""
    inputs, targets = student.cover(
        np.array([5, 6, 7, 8]),
        np.array([0.25, 0.0, 0.0, 0.0]),
        np.array([0.0, 0.8, 0.9, 0.0]),
        np.array([10, 11, 12, 13]),
        0.25,
        4,
        5,
    )
    expect.equal(inputs, np.array([5, 11, 7, 4]))
    expect.equal(targets, np.array([-100, 6, 7, 8]))


@pytest.mark.parametrize("seed", range(3))
@task("masked_loss")
def test_sum_in_plain_python_and_its_differences(student, seed):
    rng = np.random.default_rng(seed)
    logits, targets = rng.normal(size=(5, 4)), rng.integers(0, 4, 5)
    targets[[seed, seed + 2]] = -100

    def loss_of(z):
        terms = [
            math.log(sum(math.exp(v) for v in row)) - row[t]
            for row, t in zip(z.tolist(), targets.tolist(), strict=True)
            if t >= 0
        ]
        return sum(terms) / len(terms)

    given = logits.copy()
    loss, gradient = student.masked_loss(given, targets)
    expect.close(loss, loss_of(logits), rtol=1e-10)
    expect.unchanged(logits, given)
    want = np.zeros((5, 4))
    for i in range(5):
        for k in range(4):
            step = np.zeros((5, 4))
            step[i, k] = 1e-5
            want[i, k] = (loss_of(logits + step) - loss_of(logits - step)) / 2e-5
    expect.close(gradient, want, atol=1e-8)


@task("masked_loss")
def test_large_logits(student):
    logits = np.array([[1000.0, 0.0], [-1000.0, -1000.0], [5.0, 5.0]])
    loss, gradient = student.masked_loss(logits, np.array([1, 0, -100]))
    expect.close(loss, (1000 + math.log(2)) / 2, rtol=1e-12)
    expect.close(gradient, np.array([[0.5, -0.5], [-0.25, 0.25], [0, 0]]), atol=1e-12)


@task("masked_loss")
def test_a_single_target_and_all_targets(student):
    logits = np.log(np.array([[1.0, 1.0, 2.0], [2.0, 1.0, 1.0]]))
    loss, gradient = student.masked_loss(logits, np.array([-100, 0]))
    expect.close(loss, math.log(2), rtol=1e-12)
    expect.close(gradient, np.array([[0, 0, 0], [-0.5, 0.25, 0.25]]), atol=1e-12)
    loss, gradient = student.masked_loss(logits, np.array([2, 1]))
    expect.close(loss, 1.5 * math.log(2), rtol=1e-12)
    want = np.array([[0.125, 0.125, -0.25], [0.25, -0.375, 0.125]])
    expect.close(gradient, want, atol=1e-12)


@pytest.mark.parametrize("seed", range(2))
@task("unigram_loss")
def test_counted_by_hand(student, seed):
    rng = np.random.default_rng(seed)
    train, held = rng.integers(0, 6, 50), rng.integers(0, 9, 31)
    words = train.tolist()
    want = 0.0
    for token in held.tolist():
        want -= math.log((words.count(token) + 0.5) / (50 + 4.5)) / 31
    expect.close(student.unigram_loss(train, held, 9), want, rtol=1e-12)


@task("unigram_loss")
def test_never_below_the_entropy(student):
    train = np.array([0, 1, 2, 3])
    expect.close(student.unigram_loss(train, np.array([3, 3, 3]), 4), math.log(4), rtol=1e-12)


class Recorder:
    """Log-probabilities that depend on all of the input; keeps what it was asked."""

    def __init__(self, seed, vocabulary=12):
        self.table = np.random.default_rng(seed).normal(size=(vocabulary, vocabulary))
        self.asked = []

    def __call__(self, inputs):
        inputs = np.asarray(inputs)
        self.asked.append(inputs.tolist())
        weight = 1 / (1 + np.abs(np.subtract.outer(np.arange(len(inputs)), np.arange(len(inputs)))))
        z = weight @ self.table[inputs]
        return z - np.log(np.exp(z).sum(axis=1, keepdims=True))


@pytest.mark.parametrize("seed", range(3))
@task("pseudo_perplexity")
def test_every_gap_alone(student, seed):
    mask, special = (4, 5) if seed else (1, 3)
    tokens = np.random.default_rng(seed).integers(special, 12, 7)
    tokens[[0, 4]] = special - 1
    logs, judge = [], Recorder(seed)
    for place in (1, 2, 3, 5, 6):
        covered = tokens.copy()
        covered[place] = mask
        logs.append(judge(covered)[place, tokens[place]])
    recorder, given = Recorder(seed), tokens.copy()

    def model(inputs):
        return recorder(inputs)

    got = student.pseudo_perplexity(model, given, mask, special)
    expect.close(got, math.exp(-sum(logs) / 5), rtol=1e-9)
    expect.unchanged(tokens, given)


@task("pseudo_perplexity")
def test_a_single_token(student):
    def model(inputs):
        return np.log(np.full((len(inputs), 10), 0.1))

    expect.close(student.pseudo_perplexity(model, np.array([5, 2]), 4, 5), 10.0, rtol=1e-9)


@pytest.mark.parametrize("seed", range(3))
@task("believe")
def test_by_enumerating_what_may_happen(student, seed):
    rng = np.random.default_rng(seed)
    q = rng.dirichlet(np.ones(6))
    keep, swap, w = ((0.1, 0.1, 2), (0.05, 0.3, 0), (0.3, 0.02, 5))[seed]
    shown = np.zeros((6, 6))  # original, shown
    for original in range(6):
        shown[original, original] += q[original] * keep
        for put in range(6):
            shown[original, put] += q[original] * swap / 6
    given = q.copy()
    expect.close(student.believe(given, w, keep, swap), shown[:, w] / shown[:, w].sum(), rtol=1e-10)
    expect.unchanged(q, given)


@task("believe")
def test_without_swaps_and_without_keeping(student):
    q = np.array([0.5, 0.3, 0.2])
    expect.close(student.believe(q, 1, 0.1, 0.0), np.array([0.0, 1.0, 0.0]), atol=1e-12)
    expect.close(student.believe(q, 1, 0.0, 0.1), q, atol=1e-12)


@task("believe")
def test_at_the_frequency_of_chance(student):
    want = np.full(8, 0.0625)
    want[3] = 0.5625
    expect.close(student.believe(np.full(8, 0.125), 3, 0.1, 0.1), want, atol=1e-12)
