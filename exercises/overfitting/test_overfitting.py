"""Public tests of the unit *overfitting*: the examples of its notebook, and a few more."""

import numpy as np
import pytest

from ftlib.grading import expect, task


@pytest.mark.parametrize(
    ("losses", "patience", "want"),
    [
        ([0.7, 0.6, 0.65, 0.62, 0.5], 2, (4, 2)),
        ([0.7, 0.6, 0.65, 0.62, 0.5], 3, (5, 5)),
        ([0.5, 0.6], 1, (2, 1)),
        ([0.3], 1, (1, 1)),
    ],
)
@task("stop_at")
def test_stops_by_hand(student, losses, patience, want):
    expect.equal(student.stop_at(losses, patience), want)


@task("dropout_loss")
def test_half_of_two_inputs(student):
    got = student.dropout_loss(np.array([1.0, 2.0]), np.array([[1.0, 1.0]]), np.array([3.0]), 0.5)
    expect.close(got, 5.0, rtol=1e-12)


@task("dropout_loss")
def test_without_dropout_it_is_the_loss(student):
    got = student.dropout_loss(np.array([2.0]), np.array([[1.0], [3.0]]), np.array([1.0, 4.0]), 0.0)
    expect.close(got, 2.5, rtol=1e-12)  # (1 + 4) / 2


@pytest.mark.parametrize(("norm", "want"), [("2", [[6.0, 8.0]]), ("inf", [[10.0, 10.0]])])
@task("worst_step")
def test_three_four_five(student, norm, want):
    got = student.worst_step(np.array([[3.0, 4.0]]), 10.0, norm)
    expect.close(got, np.array(want), rtol=1e-12)


@task("merged")
def test_one_row_by_one_column(student):
    got = student.merged(np.zeros((2, 2)), np.array([[1.0, 2.0]]), np.array([[1.0], [0.0]]), 3.0)
    expect.close(got, np.array([[3.0, 6.0], [0.0, 0.0]]), rtol=1e-12)


@task("ensemble_losses")
def test_two_who_disagree(student):
    logits = np.array([[[np.log(3), 0.0]], [[0.0, np.log(3)]]])
    average, ensemble = student.ensemble_losses(logits, np.array([0]))
    expect.close(average, -(np.log(0.75) + np.log(0.25)) / 2, rtol=1e-12)
    expect.close(ensemble, np.log(2), rtol=1e-12)


@task("worth_in_labels")
def test_a_doubling(student):
    sizes, accuracies = np.array([50, 100, 200]), np.array([0.5, 0.6, 0.7])
    expect.close(student.worth_in_labels(sizes, accuracies, 0.1), 2.0, rtol=1e-9)
    expect.close(student.worth_in_labels(sizes, accuracies, 0.05), np.sqrt(2), rtol=1e-9)
