"""Public tests of the unit *task layers*: the examples of its notebook, and a few more."""

import numpy as np
import pytest

from ftlib.grading import expect, task


@pytest.mark.parametrize(
    ("family", "z", "y", "want"),
    [
        ("poisson", [0.0], [3.0], [-2.0]),
        ("gaussian", [2.0, -1.0], [0.5, 1.0], [1.5, -2.0]),
        ("bernoulli", [0.0, np.log(3)], [1.0, 0.0], [-0.5, 0.75]),
        ("categorical", [[0.0, np.log(3)]], [[1.0, 0.0]], [[-0.75, 0.75]]),
    ],
)
@task("canonical_gradient")
def test_forecast_minus_outcome(student, family, z, y, want):
    got = student.canonical_gradient(family, np.array(z), np.array(y))
    expect.close(got, np.array(want), rtol=1e-12, atol=1e-15)


@task("canonical_gradient")
def test_another_family_is_refused(student):
    expect.raises(ValueError, student.canonical_gradient, "cauchy", np.zeros(1), np.zeros(1))


@task("ordinal_probabilities")
def test_the_example(student):
    got = student.ordinal_probabilities(np.zeros(1), np.array([np.log(3), 0.0]))
    expect.close(got, np.array([[0.25, 0.25, 0.5]]), rtol=1e-12)


@task("ordinal_probabilities")
def test_a_higher_score_is_a_higher_class(student):
    got = student.ordinal_probabilities(np.array([-9.0, 9.0]), np.array([1.0, 0.0, -1.0]))
    expect.shape(got, (2, 4))
    expect.equal(np.asarray(got).argmax(axis=1), np.array([0, 3]))


@pytest.mark.parametrize(
    ("word_ids", "labels", "want"),
    [
        ([None, 0, 0, 1, None], [4, 0], [-100, 4, -100, 0, -100]),
        ([0, 1, 2], [7, 8, 9], [7, 8, 9]),
        ([None, None], [], [-100, -100]),
    ],
)
@task("align_labels")
def test_first_pieces_only(student, word_ids, labels, want):
    expect.equal(student.align_labels(word_ids, labels), want)


@pytest.mark.parametrize(
    ("first", "last", "allowed", "longest", "want"),
    [
        ([0, 5, 1], [9, 0, 2], [1, 1, 1], 2, (0, 0)),
        ([0, 5, 1], [0, 0, 2], [1, 1, 1], 2, (1, 2)),
        ([0, 5, 1], [0, 0, 2], [1, 1, 1], 1, (1, 1)),
        ([0, 5, 1], [0, 0, 2], [1, 0, 1], 3, (2, 2)),
    ],
)
@task("best_span")
def test_spans_by_hand(student, first, last, allowed, longest, want):
    arrays = np.array(first, float), np.array(last, float), np.array(allowed, bool)
    expect.equal(student.best_span(*arrays, longest), want)


@task("first_bias")
def test_three_of_four(student):
    bias, loss = student.first_bias(np.array([[1], [1], [1], [0]]))
    expect.close(bias, np.array([np.log(3.5 / 1.5)]), rtol=1e-12)
    # p = 0.7: −(3 log 0.7 + log 0.3)/4
    expect.close(loss, -(3 * np.log(0.7) + np.log(0.3)) / 4, rtol=1e-12)
