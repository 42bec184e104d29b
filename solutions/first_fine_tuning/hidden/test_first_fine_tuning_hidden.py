"""Hidden tests: random inputs from a fixed seed, and the edges."""

import numpy as np
import pytest
import torch

from ftlib.grading import expect, task


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("", "test"),  # .889
        (" \n ", "test"),
        ("straße", "train"),  # casefold gives "strasse": .089
        ("One of the   best films of the year.", "train"),  # .436
        ("SILLY\u00a0but sweet", "train"),  # .008, after a non-breaking space
        ("long and\nloud", "train"),  # .248
    ],
)
@task("split_of")
def test_edges_of_the_normal_form(student, text, want):
    expect.equal(student.split_of(text), want)


@task("split_of")
def test_copies_of_many_texts_fall_together(student):
    for number in range(40):
        text = f"Review NUMBER {number} of Films"
        copy = f"  review number {number}\tof   films "
        expect.equal(student.split_of(copy), student.split_of(text))


@task("split_of")
def test_the_shares_are_seventy_ten_twenty(student):
    splits = [student.split_of(f"text {number}") for number in range(600)]
    for name, share in (("train", 0.7), ("validation", 0.1), ("test", 0.2)):
        # Five binomial spreads at 600 texts are at most .094.
        expect.between(splits.count(name) / 600, share - 0.094, share + 0.094)


@pytest.mark.parametrize("seed", range(4))
@task("pad_batch")
def test_random_batches_can_be_read_back(student, seed):
    rng = np.random.default_rng(seed)
    lengths = rng.integers(1, 30, size=rng.integers(1, 9))
    sequences = [rng.integers(0, 50, size=n).tolist() for n in lengths]
    ids, mask = student.pad_batch(sequences, 7)
    expect.shape(ids, (len(sequences), int(lengths.max())))
    expect.shape(mask, (len(sequences), int(lengths.max())))
    expect.dtype(ids, np.int64)
    expect.dtype(mask, np.int64)
    expect.equal(np.asarray(mask).sum(axis=1), lengths)
    for row, sequence in enumerate(sequences):
        expect.equal(np.asarray(ids)[row, : len(sequence)], np.array(sequence))
        expect.equal(
            np.asarray(ids)[row, len(sequence) :], np.full(lengths.max() - len(sequence), 7)
        )
        expect.equal(np.asarray(mask)[row, : len(sequence)], np.ones(len(sequence), np.int64))


@pytest.mark.parametrize("seed", range(3))
@task("adamw_step")
def test_many_updates_equal_pytorchs(student, seed):
    rng = np.random.default_rng(seed)
    theta = rng.normal(size=(4, 3))
    lr, decay = 10.0 ** rng.uniform(-3, -1), rng.uniform(0.01, 0.5)
    parameter = torch.nn.Parameter(torch.from_numpy(theta.copy()))
    optimiser = torch.optim.AdamW(
        [parameter], lr=lr, weight_decay=decay, betas=(0.8, 0.95), eps=1e-4
    )
    m, v = np.zeros_like(theta), np.zeros_like(theta)
    for step in range(1, 8):
        g = rng.normal(size=theta.shape) * 10.0 ** rng.uniform(-3, 1)
        theta, m, v = student.adamw_step(theta, g, m, v, step, lr, decay, 0.8, 0.95, 1e-4)
        theta, m, v = np.asarray(theta), np.asarray(m), np.asarray(v)
        parameter.grad = torch.from_numpy(g)
        optimiser.step()
        expect.close(theta, parameter.detach().numpy(), rtol=1e-9)


@task("adamw_step")
def test_arguments_stay_as_they_are(student):
    arrays = [np.full(3, value) for value in (1.0, 2.0, 0.5, 0.25)]
    before = [array.copy() for array in arrays]
    student.adamw_step(*arrays, 2, 0.1, 0.1)
    for old, new in zip(before, arrays, strict=True):
        expect.unchanged(old, new)


def stops(losses, patience):
    """By definition: the first prefix whose last `patience` looks are all no lower than before."""
    for looks in range(1, len(losses) + 1):
        seen = losses[:looks]
        if looks > patience and min(seen[-patience:]) >= min(seen[:-patience]):
            return looks, seen.index(min(seen))
    return len(losses), losses.index(min(losses))


@pytest.mark.parametrize("seed", range(25))
@task("stop_early")
def test_random_histories(student, seed):
    rng = np.random.default_rng(seed)
    losses = rng.integers(0, 6, size=rng.integers(1, 12)).astype(float).tolist()
    patience = int(rng.integers(1, 4))
    expect.equal(student.stop_early(losses, patience), stops(losses, patience))


@pytest.mark.parametrize("seed", range(4))
@task("gain_interval")
def test_random_predictions(student, seed):
    rng = np.random.default_rng(seed)
    n, resamples = int(rng.integers(5, 60)), 101
    truth, a, b = rng.integers(0, 3, size=(3, n))
    draws = rng.integers(0, n, size=(resamples, n))
    gains = sorted(
        sum(int(a[i] == truth[i]) - int(b[i] == truth[i]) for i in rows) / n for rows in draws
    )
    # 101 sorted values are the quantiles 0, .01, …, 1: .025 lies half way between two of them.
    low = (gains[2] + gains[3]) / 2
    high = (gains[97] + gains[98]) / 2
    value = sum(int(a[i] == truth[i]) - int(b[i] == truth[i]) for i in range(n)) / n
    got = student.gain_interval(truth, a, b, draws)
    expect.close(got, (value, low, high), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("seed", range(6))
@task("accuracy_bounds")
def test_the_truth_lies_between_the_bounds_and_both_can_happen(student, seed):
    rng = np.random.default_rng(seed)
    digits = int(rng.integers(1, 4))
    supports = rng.integers(20, 300, size=3).tolist()
    right = [int(rng.integers(0, n + 1)) for n in supports]
    recalls = [round(k / n, digits) for k, n in zip(right, supports, strict=True)]
    low = high = 0
    for recall, n in zip(recalls, supports, strict=True):
        fits = [k for k in range(n + 1) if abs(k / n - recall) < 0.5 * 10**-digits + 1e-9]
        low, high = low + fits[0], high + fits[-1]
    got = student.accuracy_bounds(recalls, supports, digits)
    expect.close(got, (low / sum(supports), high / sum(supports)), rtol=1e-12, atol=1e-15)


@task("accuracy_bounds")
def test_one_impossible_class_is_enough(student):
    expect.equal(student.accuracy_bounds([0.5, 0.34], [2, 5], 2), None)
    expect.close(student.accuracy_bounds([0.5, 0.3], [2, 10], 1), (4 / 12, 4 / 12), rtol=1e-12)


@task("pad_batch")
def test_a_single_sequence(student):
    ids, mask = student.pad_batch([[5, 6, 7]], 9)
    expect.equal(ids, [[5, 6, 7]])
    expect.equal(mask, [[1, 1, 1]])


@pytest.mark.parametrize("tie", [0.12, 0.13])
@task("accuracy_bounds")
def test_an_eighth_prints_as_either_neighbour(student, tie):
    expect.close(student.accuracy_bounds([tie], [8]), (1 / 8, 1 / 8), rtol=1e-12)


@task("accuracy_bounds")
def test_none_right_and_all_right(student):
    expect.close(student.accuracy_bounds([0.0], [300]), (0.0, 1 / 300), rtol=1e-12, atol=1e-15)
    expect.close(student.accuracy_bounds([1.0], [400]), (398 / 400, 1.0), rtol=1e-12)
