"""Hidden tests: random inputs from a fixed seed, all masks and all steps tried, and the edges."""

import itertools

import numpy as np
import pytest
from scipy.special import log_softmax, softmax

from ftlib.grading import expect, task


@pytest.mark.parametrize("seed", range(20))
@task("stop_at")
def test_random_curves(student, seed):
    rng = np.random.default_rng(seed)
    losses = rng.integers(0, 12, size=int(rng.integers(1, 12))).astype(float).tolist()
    patience = int(rng.integers(1, 5))
    last = len(losses)
    for end in range(1, len(losses) + 1):
        lowest_before = [min(losses[:k], default=np.inf) for k in range(end)]
        better = [losses[k] < lowest_before[k] for k in range(end)]
        if end > patience and not any(better[end - patience :]):
            last = end
            break
    best = losses[:last].index(min(losses[:last])) + 1
    expect.equal(student.stop_at(losses, patience), (last, best))


@task("stop_at")
def test_an_equal_loss_is_no_better(student):
    expect.equal(student.stop_at([0.5, 0.5, 0.5, 0.1], 2), (3, 1))


@task("stop_at")
def test_better_than_the_last_is_not_better_than_the_best(student):
    expect.equal(student.stop_at([0.5, 0.9, 0.8, 0.7, 0.1], 3), (4, 1))


@pytest.mark.parametrize("p", [0.1, 0.5, 0.8])
@task("dropout_loss")
def test_every_mask(student, p):
    rng = np.random.default_rng(int(10 * p))
    theta, x, y = rng.normal(size=5), rng.normal(size=(7, 5)), rng.normal(size=7)
    want = 0.0
    for mask in itertools.product([0, 1], repeat=5):
        chance = (1 - p) ** sum(mask) * p ** (5 - sum(mask))
        want += chance * np.mean(((x * np.array(mask) / (1 - p)) @ theta - y) ** 2)
    expect.close(student.dropout_loss(theta, x, y, p), want, rtol=1e-9)


@task("dropout_loss")
def test_nothing_is_drawn(student):
    arguments = np.ones(3), np.ones((2, 3)), np.zeros(2), 0.3
    first = student.dropout_loss(*arguments)
    expect.close(student.dropout_loss(*arguments), first, rtol=1e-15)
    expect.close(first, 9 + 0.3 / 0.7 * 3, rtol=1e-12)


@pytest.mark.parametrize("shape", [(3, 4), (2, 3, 5), (4, 1)])
@task("worst_step")
def test_no_direction_is_better(student, shape):
    rng = np.random.default_rng(len(shape) + shape[0])
    gradient = rng.normal(size=shape)
    before = gradient.copy()
    for norm, order in (("2", 2), ("inf", np.inf)):
        got = np.asarray(student.worst_step(gradient, 0.7, norm))
        expect.shape(got, shape)
        flat = got.reshape(shape[0], -1)
        expect.close(np.linalg.norm(flat, ord=order, axis=1), np.full(shape[0], 0.7), rtol=1e-9)
        dual = 2 if norm == "2" else 1
        most = 0.7 * np.linalg.norm(gradient.reshape(shape[0], -1), ord=dual, axis=1)
        expect.close((flat * gradient.reshape(shape[0], -1)).sum(axis=1), most, rtol=1e-9)
    expect.unchanged(before, gradient)


@task("worst_step")
def test_no_gradient_no_step(student):
    gradient = np.array([[0.0, 0.0], [0.0, 2.0]])
    want = np.array([[0.0, 0.0], [0.0, 3.0]])
    for norm in ("2", "inf"):
        expect.close(student.worst_step(gradient, 3.0, norm), want, rtol=1e-12)


@pytest.mark.parametrize("shape", [(4, 6, 2), (6, 4, 3), (3, 3, 3), (5, 2, 1)])
@task("merged")
def test_the_same_function(student, shape):
    outs, ins, rank = shape
    rng = np.random.default_rng(sum(shape))
    W, A, B = (rng.normal(size=s) for s in ((outs, ins), (rank, ins), (outs, rank)))
    before = W.copy()
    x = rng.normal(size=ins)
    got = np.asarray(student.merged(W, A, B, 5.0))
    expect.shape(got, (outs, ins))
    thin = [sum(A[k, j] * x[j] for j in range(ins)) for k in range(rank)]
    want = W @ x + 5.0 / rank * np.array([np.dot(B[i], thin) for i in range(outs)])
    expect.close(got @ x, want, rtol=1e-9, atol=1e-12)
    expect.unchanged(before, W)


@pytest.mark.parametrize("seed", range(3))
@task("ensemble_losses")
def test_random_members(student, seed):
    rng = np.random.default_rng(seed)
    logits = 3 * rng.normal(size=(int(rng.integers(1, 6)), 9, 3))
    labels = rng.integers(0, 3, 9)
    before = logits.copy()
    average, ensemble = student.ensemble_losses(logits, labels)
    expect.unchanged(before, logits)
    rows = np.arange(9)
    expect.close(average, -log_softmax(logits, axis=2)[:, rows, labels].mean(), rtol=1e-9)
    together = softmax(logits, axis=2).mean(axis=0)[rows, labels]
    expect.close(ensemble, -np.log(together).mean(), rtol=1e-9)


@task("ensemble_losses")
def test_members_that_are_sure(student):
    logits = np.array([[[1000.0, -1000.0]], [[-1000.0, 1000.0]]])
    average, ensemble = student.ensemble_losses(logits, np.array([0]))
    expect.close(average, 1000.0, rtol=1e-12)
    expect.close(ensemble, np.log(2), rtol=1e-12)
    average, ensemble = student.ensemble_losses(logits[1:], np.array([0]))
    expect.close(average, 2000.0, rtol=1e-12)
    expect.close(ensemble, 2000.0, rtol=1e-12)


@pytest.mark.parametrize("seed", range(3))
@task("worth_in_labels")
def test_a_line_with_noise(student, seed):
    rng = np.random.default_rng(seed)
    sizes = rng.permutation([20, 50, 100, 400, 1000])
    accuracies = 0.3 + 0.05 * np.log2(sizes) + 0.01 * rng.normal(size=5)
    x = np.log(sizes) / np.log(2)
    b = np.sum((x - x.mean()) * (accuracies - accuracies.mean())) / np.sum((x - x.mean()) ** 2)
    for gain in (0.02, -0.01, 0.0):
        want = np.exp(np.log(2) * gain / b)
        expect.close(student.worth_in_labels(sizes, accuracies, gain), want, rtol=1e-9)


@task("worth_in_labels")
def test_where_labels_do_not_help(student):
    got = student.worth_in_labels(np.array([10, 20, 40]), np.array([0.6, 0.55, 0.5]), 0.1)
    expect.equal(float(got), float("inf"))
