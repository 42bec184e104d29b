"""Hidden tests: random inputs from a fixed seed, and the edges."""

import itertools
import math

import numpy as np
import pytest

from ftlib.grading import expect, task

MOVES = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]


@task("honest_accuracy")
def test_the_normal_form(student):
    truth, predicted = np.array([0, 1, 1, 0, 1]), np.array([0, 1, 1, 1, 0])
    tests = ["STRASSE", "\u00a0 one\n two", "three", "three", "onetwo"]
    got = student.honest_accuracy(truth, predicted, tests, ["stra\u00dfe ", "One\ttwo", "four"])
    expect.close(got, 1 / 3, rtol=1e-12)  # left: three (right), three (wrong), onetwo (wrong)


@task("honest_accuracy")
def test_random_tables(student):
    rng = np.random.default_rng(0)
    for _ in range(8):
        tests = [f"text {number}" for number in rng.integers(0, 40, 60)]
        seen = [f"Text  {number}" for number in rng.integers(0, 40, 25)]
        truth, predicted = rng.integers(0, 3, (2, 60))
        known = {text.split()[1] for text in seen}
        left = [
            float(t == p)
            for t, p, text in zip(truth, predicted, tests, strict=True)
            if text.split()[1] not in known
        ]
        expect.close(student.honest_accuracy(truth, predicted, tests, seen), sum(left) / len(left))


@task("honest_accuracy")
def test_no_training_text_and_no_change(student):
    truth, predicted, texts = np.array([1, 0]), np.array([1, 1]), ["A", "B"]
    expect.close(student.honest_accuracy(truth, predicted, texts, []), 0.5)
    expect.equal(texts, ["A", "B"])
    got = student.honest_accuracy(np.array([1, 1]), np.array([1, 1]), ["", " "], ["  "])
    expect.true(math.isnan(got), f"an empty text can be known too; the answer is NaN, got {got}")


@pytest.mark.parametrize(("seed", "bands", "width"), [(0, 4, 2), (1, 1, 3), (2, 6, 1), (3, 3, 4)])
@task("candidates")
def test_random_signatures(student, seed, bands, width):
    rng = np.random.default_rng(seed)
    signatures = rng.integers(0, 3, (14, bands * width))
    signatures[9] = signatures[4]
    signatures[11, :width] = signatures[9, :width]
    want = [
        (i, j)
        for i, j in itertools.combinations(range(14), 2)
        if (signatures[i] == signatures[j]).reshape(bands, width).all(axis=1).any()
    ]
    before = signatures.copy()
    expect.equal([tuple(pair) for pair in student.candidates(signatures, bands)], want)
    expect.equal(signatures, before)


@task("candidates")
def test_equal_sums_are_not_equal_bands(student):
    signatures = np.array([[1, 4, 9, 9], [4, 1, 8, 8], [2, 3, 7, 7]])
    expect.equal(student.candidates(signatures, 2), [])


@task("candidates")
def test_large_numbers_are_compared_whole(student):
    signatures = np.array([[2**60 + 1, 1], [2**60, 1], [2**60 + 1, 1]])
    expect.equal([tuple(p) for p in student.candidates(signatures, 1)], [(0, 2)])


@pytest.mark.parametrize("seed", range(4))
@task("expected_longest")
def test_all_batches_are_tried(student, seed):
    rng = np.random.default_rng(seed)
    lengths = rng.integers(1, 12, 9)
    size = int(rng.integers(2, 7))
    want = np.mean([max(each) for each in itertools.combinations(lengths.tolist(), size)])
    before = lengths.copy()
    expect.close(student.expected_longest(lengths, size), want, rtol=1e-10)
    expect.equal(lengths, before)


@task("expected_longest")
def test_thousands_of_texts(student):
    # The expected longest of B numbers drawn without replacement from 1 … N is B (N + 1) / (B + 1).
    lengths = np.random.default_rng(5).permutation(np.arange(1, 3001))
    for size in (32, 700, 2999):
        want = size * 3001 / (size + 1)
        expect.close(student.expected_longest(lengths, size), want, rtol=1e-10)


@task("expected_longest")
def test_equal_lengths(student):
    expect.close(student.expected_longest(np.full(50, 7), 8), 7.0, rtol=1e-10)


@pytest.mark.parametrize("seed", range(5))
@task("cut_by_tokens")
def test_random_orders(student, seed):
    rng = np.random.default_rng(seed)
    lengths = rng.integers(1, 30, 70).tolist()
    budget = int(rng.integers(30, 120))
    want, current = [], []
    for place in range(70):
        if current and (len(current) + 1) * max(lengths[at] for at in [*current, place]) > budget:
            want.append(current)
            current = []
        current = [*current, place]
    want.append(current)
    got = student.cut_by_tokens(list(lengths), budget)
    expect.equal([list(batch) for batch in got], want)


@task("cut_by_tokens")
def test_a_long_text_in_the_middle_fills_a_batch(student):
    expect.equal(student.cut_by_tokens([4, 12, 4, 4, 4], 12), [[0], [1], [2, 3, 4]])
    expect.raises(ValueError, student.cut_by_tokens, [13, 1], 12)


@pytest.mark.parametrize("seed", range(4))
@task("noise_ratio")
def test_by_definition(student, seed):
    rng = np.random.default_rng(seed)
    count, size = int(rng.integers(12, 40)), int(rng.integers(2, 6))
    gradients = rng.normal(2.0, 1.0, (count, 3)) * [1, 5, 0.1]
    order = rng.permutation(count)
    # Not all rows are in a batch: the mean of the batches is not the mean of all.
    batches = [order[start : start + size] for start in range(0, count // 2 // size * size, size)]
    middle = sum(gradients) / count
    top = sum(sum((gradients[b].mean(0) - middle) ** 2) for b in batches) / len(batches)
    below = sum(sum((g - middle) ** 2) for g in gradients) / (count - 1) / size * (1 - size / count)
    before = gradients.copy()
    expect.close(student.noise_ratio(gradients, batches), top / below, rtol=1e-9)
    expect.equal(gradients, before)


@task("noise_ratio")
def test_all_possible_batches_give_one(student):
    gradients = np.random.default_rng(8).normal(size=(7, 2))
    batches = [list(each) for each in itertools.combinations(range(7), 3)]
    expect.close(student.noise_ratio(gradients, batches), 1.0, rtol=1e-9)


@task("noise_ratio")
def test_a_single_batch(student):
    # Mean 1 in the batch and 2 in all: 1, beside (4 + 0 + 0 + 4) / 3 / 2 · (1 − 2 / 4) = 2 / 3.
    gradients = np.array([[0.0], [2.0], [2.0], [4.0]])
    expect.close(student.noise_ratio(gradients, [[0, 1]]), 1.5, rtol=1e-9)


def moves_of(student, rows, seed, epoch, count=400):
    """Which of the nine moves each picture made."""
    images = np.random.default_rng(3).normal(size=(count, 3, 4))
    found = []
    for row, image in zip(
        rows, np.asarray(student.versions(images, rows, seed, epoch)), strict=True
    ):
        fits = [
            number
            for number, move in enumerate(MOVES)
            if np.array_equal(image, np.roll(images[row], move, axis=(0, 1)))
        ]
        expect.true(bool(fits), f"picture {row} is none of the nine moves of the original")
        found.append(fits[0])
    return found


@task("versions")
def test_nine_moves_are_equally_likely(student):
    counts = np.bincount(moves_of(student, list(range(400)), 0, 0), minlength=9)
    # 44 expected, standard deviation 6.3.
    expect.between(counts.min(), 19, 44)
    expect.between(counts.max(), 44, 72)


@task("versions")
def test_the_order_and_the_company_do_not_matter(student):
    rows = np.random.default_rng(1).permutation(400).tolist()
    whole = moves_of(student, list(range(400)), 2, 3)
    expect.equal(moves_of(student, rows, 2, 3), [whole[row] for row in rows])
    expect.equal(moves_of(student, rows[:7], 2, 3), [whole[row] for row in rows[:7]])
    expect.equal(moves_of(student, [5, 5], 2, 3), [whole[5], whole[5]])


@task("versions")
def test_seed_and_epoch_matter_and_do_not_add_up(student):
    rows = list(range(200))
    first = moves_of(student, rows, 0, 0)
    for seed, epoch in ((0, 1), (1, 0), (0, 7), (7, 0)):
        same = np.mean(np.array(moves_of(student, rows, seed, epoch)) == first)
        expect.between(same, 0, 0.3)  # one in nine agrees by chance
    one, two = np.array(moves_of(student, rows, 1, 2)), np.array(moves_of(student, rows, 2, 1))
    expect.between(np.mean(one == two), 0, 0.3)
    later = np.array(moves_of(student, rows, 0, 1))
    expect.between(np.mean(later[:-1] == np.array(first)[1:]), 0, 0.3)


@task("versions")
def test_the_originals_stay(student):
    images = np.random.default_rng(3).normal(size=(6, 4, 4))
    before = images.copy()
    student.versions(images, [0, 1, 2], 0, 0)
    expect.equal(images, before)
