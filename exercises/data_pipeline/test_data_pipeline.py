"""Public tests of the unit *the data pipeline*: the examples of its notebook, and a few more."""

import math

import numpy as np
import pytest

from ftlib.grading import expect, task


@task("honest_accuracy")
def test_what_was_seen_does_not_count(student):
    got = student.honest_accuracy(
        np.array([1, 0, 1]),
        np.array([1, 0, 0]),
        ["Good", "bad  film", "new"],
        ["good", "Bad film", "old"],
    )
    expect.close(got, 0.0)


@task("honest_accuracy")
def test_without_a_leak_it_is_the_accuracy(student):
    truth, predicted = np.array([1, 0, 1, 1]), np.array([1, 1, 1, 0])
    expect.close(student.honest_accuracy(truth, predicted, list("abcd"), list("xyz")), 0.5)


@task("honest_accuracy")
def test_nothing_new_is_nothing_measured(student):
    got = student.honest_accuracy(np.array([1]), np.array([1]), ["a"], ["A"])
    expect.true(math.isnan(got), f"no test text is new, so the answer is NaN; got {got}")


@task("candidates")
def test_one_band_of_two_agrees(student):
    signatures = np.array([[1, 2, 3, 4], [1, 2, 9, 9], [9, 2, 3, 9]])
    expect.equal(student.candidates(signatures, 2), [(0, 1)])


@task("candidates")
def test_equal_texts_are_one_pair(student):
    signatures = np.array([[5, 6], [5, 6], [7, 7]])
    expect.equal(student.candidates(signatures, 1), [(0, 1)])
    expect.equal(student.candidates(signatures, 2), [(0, 1)])


@task("expected_longest")
def test_three_texts_by_hand(student):
    expect.close(student.expected_longest(np.array([1, 2, 6]), 2), 14 / 3, rtol=1e-10)


@task("expected_longest")
def test_the_two_ends(student):
    lengths = np.array([9, 1, 4, 2])
    expect.close(student.expected_longest(lengths, 1), 4.0, rtol=1e-10)
    expect.close(student.expected_longest(lengths, 4), 9.0, rtol=1e-10)


@task("cut_by_tokens")
def test_the_example(student):
    expect.equal(student.cut_by_tokens([2, 3, 5, 1, 1], 6), [[0, 1], [2], [3, 4]])


@pytest.mark.parametrize(
    ("lengths", "budget", "want"),
    [
        ([], 5, []),
        ([5], 5, [[0]]),
        ([1, 1, 1, 1], 2, [[0, 1], [2, 3]]),
        ([3, 1, 1], 6, [[0, 1], [2]]),
    ],
)
@task("cut_by_tokens")
def test_small_cases(student, lengths, budget, want):
    expect.equal(student.cut_by_tokens(lengths, budget), want)


@task("cut_by_tokens")
def test_a_text_that_fits_nowhere(student):
    expect.raises(ValueError, student.cut_by_tokens, [2, 9], 8)


@task("noise_ratio")
def test_the_worst_batches(student):
    gradients = np.array([[0.0], [0.0], [1.0], [1.0]])
    expect.close(student.noise_ratio(gradients, [[0, 1], [2, 3]]), 3.0, rtol=1e-9)


@task("noise_ratio")
def test_the_best_batches(student):
    gradients = np.array([[0.0], [0.0], [1.0], [1.0]])
    expect.close(student.noise_ratio(gradients, [[0, 2], [1, 3]]), 0.0, atol=1e-12)


@task("versions")
def test_a_picture_does_not_know_its_batch(student):
    images = np.arange(240.0).reshape(12, 4, 5)
    together = np.asarray(student.versions(images, [7, 2], 0, 5))
    expect.shape(together, (2, 4, 5))
    expect.equal(together[1], np.asarray(student.versions(images, [2], 0, 5))[0])


@task("versions")
def test_a_picture_moves_by_one_pixel_at_most(student):
    images = np.arange(240.0).reshape(12, 4, 5)
    moves = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    for row, image in enumerate(np.asarray(student.versions(images, list(range(12)), 1, 2))):
        allowed = [np.roll(images[row], move, axis=(0, 1)) for move in moves]
        expect.true(
            any(np.array_equal(image, each) for each in allowed),
            f"picture {row} is none of the nine moves of the original; got {image.tolist()}",
        )
