"""Public tests of the unit *first fine-tuning*: the examples of its notebook, and a few more."""

import numpy as np
import pytest

from ftlib.grading import expect, task

# The first 16 hexadecimal digits of each text's SHA-256, as a share of 2**64: .377, .706, .973.
SPLITS = {"a fine film.": "train", "a dull film.": "validation", "a warm and funny film": "test"}


@pytest.mark.parametrize(("text", "want"), SPLITS.items())
@task("split_of")
def test_the_split_follows_the_hash(student, text, want):
    expect.equal(student.split_of(text), want)


@pytest.mark.parametrize(("text", "want"), SPLITS.items())
@task("split_of")
def test_capitals_and_spaces_do_not_matter(student, text, want):
    expect.equal(student.split_of("  " + text.upper().replace(" ", " \t ") + "\n"), want)


@task("pad_batch")
def test_the_batch_is_as_wide_as_its_longest(student):
    ids, mask = student.pad_batch([[5, 6, 7], [8]], 0)
    expect.equal(ids, np.array([[5, 6, 7], [8, 0, 0]]))
    expect.equal(mask, np.array([[1, 1, 1], [1, 0, 0]]))
    expect.dtype(ids, np.int64)
    expect.dtype(mask, np.int64)


@task("pad_batch")
def test_a_real_token_may_look_like_padding(student):
    ids, mask = student.pad_batch([[4], [1, 4]], 4)
    expect.equal(ids, np.array([[4, 4], [1, 4]]))
    expect.equal(mask, np.array([[1, 0], [1, 1]]))


@task("pad_batch")
def test_an_empty_batch_is_refused(student):
    expect.raises(ValueError, student.pad_batch, [], 0)


@task("adamw_step")
def test_with_no_gradient_the_weight_shrinks(student):
    one, zero = np.ones(1), np.zeros(1)
    theta, m, v = student.adamw_step(one, zero, zero, zero, 1, 0.1, 0.5)
    expect.close(theta, np.array([0.95]), rtol=1e-12)
    expect.close(m, zero)
    expect.close(v, zero)


@task("adamw_step")
def test_the_first_step_has_the_length_of_the_rate(student):
    # With g only, m_hat = g and v_hat = g**2: the stride is lr in the direction of -g.
    zero = np.zeros(2)
    theta, m, v = student.adamw_step(zero, np.array([3.0, -0.2]), zero, zero, 1, 0.01, 0.0)
    expect.close(theta, np.array([-0.01, 0.01]), rtol=1e-6)
    expect.close(m, np.array([0.3, -0.02]), rtol=1e-9)
    expect.close(v, np.array([0.009, 0.00004]), rtol=1e-9)


@pytest.mark.parametrize(
    ("losses", "patience", "want"),
    [
        ([5.0, 3.0, 4.0, 3.0, 1.0], 2, (4, 1)),
        ([3.0, 2.0, 1.0], 1, (3, 2)),
        ([2.0], 3, (1, 0)),
        ([1.0, 2.0, 0.5], 1, (2, 0)),
    ],
)
@task("stop_early")
def test_when_it_stops_and_what_it_keeps(student, losses, patience, want):
    expect.equal(student.stop_early(losses, patience), want)


@task("gain_interval")
def test_always_right_against_never_right(student):
    truth = np.array([0, 1, 1])
    draws = np.array([[0, 1, 2], [2, 2, 2], [0, 0, 1]])
    expect.close(student.gain_interval(truth, truth, 1 - truth, draws), (1.0, 1.0, 1.0))


@task("gain_interval")
def test_the_interval_of_three_draws_by_hand(student):
    # Gains of the items: 1, 0, -1, 1; of the draws: .25, 1, -.5. Sorted: -.5, .25, 1, so the
    # .025 quantile lies .05 of the way from -.5 to .25, the .975 quantile .95 from .25 to 1.
    truth = np.array([1, 1, 1, 1])
    a, b = np.array([1, 1, 0, 1]), np.array([0, 1, 1, 0])
    draws = np.array([[0, 1, 2, 3], [0, 0, 3, 3], [2, 2, 1, 1]])
    expect.close(student.gain_interval(truth, a, b, draws), (0.25, -0.4625, 0.9625), rtol=1e-9)


@pytest.mark.parametrize(
    ("recalls", "supports", "want"),
    [
        ([0.67, 1.0], [3, 1], (0.75, 0.75)),
        ([0.5, 0.5], [2, 4], (0.5, 0.5)),
        # On 138 items only 130 right print as .94, on 124 items only 107 as .86.
        ([0.94, 0.86], [138, 124], (237 / 262, 237 / 262)),
        # On 300 items 149, 150 and 151 right print as .50.
        ([0.5], [300], (149 / 300, 151 / 300)),
    ],
)
@task("accuracy_bounds")
def test_what_the_recalls_allow(student, recalls, supports, want):
    expect.close(student.accuracy_bounds(recalls, supports), want, rtol=1e-12)


@task("accuracy_bounds")
def test_an_impossible_recall(student):
    expect.equal(student.accuracy_bounds([0.7], [3], 2), None)
