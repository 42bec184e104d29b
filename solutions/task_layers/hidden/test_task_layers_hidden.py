"""Hidden tests: random inputs from a fixed seed, and the edges."""

import itertools

import numpy as np
import pytest
import torch

from ftlib.grading import expect, task

LOSSES = {
    "bernoulli": lambda z, y: torch.nn.functional.binary_cross_entropy_with_logits(
        z, y, reduction="sum"
    ),
    "categorical": lambda z, y: -(y * torch.log_softmax(z, dim=-1)).sum(),
    "gaussian": lambda z, y: ((z - y) ** 2).sum() / 2,
    "poisson": lambda z, y: (z.exp() - y * z).sum(),
}


@pytest.mark.parametrize("family", LOSSES)
@pytest.mark.parametrize("shape", [(4, 3), (2, 3, 4)])
@task("canonical_gradient")
def test_against_autograd(student, family, shape):
    rng = np.random.default_rng(len(shape))
    z = rng.normal(size=shape) * 2
    y = rng.integers(0, 2, size=shape).astype(float)
    if family == "categorical":
        y = np.eye(shape[-1])[rng.integers(0, shape[-1], size=shape[:-1])]
    leaf = torch.tensor(z, requires_grad=True)
    (want,) = torch.autograd.grad(LOSSES[family](leaf, torch.tensor(y)), leaf)
    expect.close(student.canonical_gradient(family, z, y), want.numpy(), rtol=1e-9, atol=1e-12)


@task("canonical_gradient")
def test_extreme_logits(student):
    z = np.array([[1000.0, -1000.0]])
    y = np.array([[0.0, 1.0]])
    for family in ("bernoulli", "categorical"):
        got = student.canonical_gradient(family, z, y)
        expect.close(got, np.array([[1.0, -1.0]]), rtol=1e-12, atol=1e-15)


@task("canonical_gradient")
def test_a_small_row_beside_a_giant(student):
    z = np.array([[[1000.0, 999.0], [0.0, np.log(3.0)]]])
    y = np.array([[[1.0, 0.0], [0.0, 1.0]]])
    rest = 1 / (1 + np.e)
    want = np.array([[[-rest, rest], [0.25, -0.25]]])
    expect.close(student.canonical_gradient("categorical", z, y), want, rtol=1e-12)


@task("canonical_gradient")
def test_the_arguments_stay(student):
    z, y = np.array([[0.5, 1.5]]), np.array([[0.0, 1.0]])
    before = z.copy()
    for family in LOSSES:
        student.canonical_gradient(family, z, y)
    expect.unchanged(before, z)


@pytest.mark.parametrize("seed", range(3))
@task("ordinal_probabilities")
def test_class_by_class(student, seed):
    rng = np.random.default_rng(seed)
    n, classes = int(rng.integers(1, 6)), int(rng.integers(2, 7))
    score = rng.normal(size=n) * 3
    offsets = np.sort(rng.normal(size=classes - 1) * 2)[::-1].copy()
    got = np.asarray(student.ordinal_probabilities(score, offsets))
    expect.shape(got, (n, classes))
    expect.close(got.sum(axis=1), np.ones(n), rtol=1e-12)
    for i, k in itertools.product(range(n), range(classes - 1)):
        above = 1 / (1 + np.exp(-score[i] - offsets[k]))
        expect.close(got[i, k + 1 :].sum(), above, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("seed", range(5))
@task("align_labels")
def test_random_words(student, seed):
    rng = np.random.default_rng(seed)
    pieces = rng.integers(1, 4, size=8)
    labels = rng.integers(0, 5, size=10).tolist()  # the last two words were cut off
    word_ids, want = [None], [-100]
    for word, count in enumerate(pieces):
        word_ids += [word] * int(count)
        want += [labels[word]] + [-100] * (int(count) - 1)
    word_ids += [None] * 3
    want += [-100] * 3
    expect.equal(student.align_labels(word_ids, labels), want)


@task("align_labels")
def test_neighbours_with_one_label(student):
    expect.equal(student.align_labels([0, 1, 1, 2], [3, 3, 3]), [3, 3, -100, 3])


@pytest.mark.parametrize("seed", range(25))
@task("best_span")
def test_all_spans_tried(student, seed):
    rng = np.random.default_rng(seed)
    size, longest = int(rng.integers(1, 9)), int(rng.integers(1, 10))
    first, last = rng.integers(-9, 4, size=(2, size)).astype(float)
    allowed = rng.random(size) < 0.7
    allowed[rng.integers(size)] = True
    spans = [
        (i, j)
        for i in range(size)
        for j in range(size)
        if 0 <= j - i < longest and allowed[i] and allowed[j]
    ]
    want = max(spans, key=lambda s: (first[s[0]] + last[s[1]], -s[0], -s[1]))
    expect.equal(student.best_span(first, last, allowed, longest), want)


@task("best_span")
def test_nothing_allowed(student):
    expect.equal(student.best_span(np.ones(3), np.ones(3), np.zeros(3, bool), 2), None)


@pytest.mark.parametrize("seed", range(3))
@task("first_bias")
def test_random_labels(student, seed):
    rng = np.random.default_rng(seed)
    labels = (rng.random((int(rng.integers(2, 40)), 4)) < [0.1, 0.5, 0.9, 0.3]).astype(np.int64)
    bias, loss = student.first_bias(labels)
    expect.shape(bias, (4,))
    losses = []
    for column in range(4):
        n1 = int(labels[:, column].sum())
        n0 = len(labels) - n1
        expect.close(
            np.asarray(bias)[column], np.log(n1 + 0.5) - np.log(n0 + 0.5), rtol=1e-9, atol=1e-12
        )
        p = (n1 + 0.5) / (len(labels) + 1)
        losses.append(-(n1 * np.log(p) + n0 * np.log(1 - p)) / len(labels))
    expect.close(loss, np.mean(losses), rtol=1e-9)


@task("first_bias")
def test_a_label_that_never_occurs(student):
    bias, loss = student.first_bias(np.zeros((4, 2), dtype=np.int64))
    expect.close(bias, np.full(2, np.log(0.5 / 4.5)), rtol=1e-12)
    expect.close(loss, -np.log(0.9), rtol=1e-12)
