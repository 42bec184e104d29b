"""Public tests of the unit *evaluation*: the examples of its notebook, and a few more."""

import numpy as np
import pytest

from ftlib.grading import expect, task

COUNTS = np.array([[8, 2], [1, 1]])


@pytest.mark.parametrize(
    ("average", "want"),
    [
        ("macro", (16 / 19 + 2 / 5) / 2),
        ("weighted", (10 * 16 / 19 + 2 * 2 / 5) / 12),
        ("micro", 9 / 12),
    ],
)
@task("averaged_f1")
def test_the_three_averages_of_the_example(student, average, want):
    expect.close(student.averaged_f1(COUNTS, average), want, rtol=1e-12)


@task("averaged_f1")
def test_a_class_that_never_occurs_counts_zero(student):
    counts = np.array([[4, 0, 0], [0, 6, 0], [0, 0, 0]])
    expect.close(student.averaged_f1(counts, "macro"), 2 / 3, rtol=1e-12)
    expect.close(student.averaged_f1(counts, "weighted"), 1.0, rtol=1e-12)


@task("averaged_f1")
def test_an_unknown_average_is_refused(student):
    expect.raises(ValueError, student.averaged_f1, COUNTS, "mean")


@task("auc")
def test_the_six_pairs_of_the_example(student):
    y, scores = np.array([1, 1, 0, 0, 0]), np.array([3.0, 1.0, 2.0, 1.0, 0.0])
    expect.close(student.auc(y, scores), 0.75, rtol=1e-12)


@task("auc")
def test_a_constant_score_knows_nothing(student):
    expect.close(student.auc(np.array([0, 1, 0, 1, 1]), np.full(5, 0.3)), 0.5, rtol=1e-12)


@task("auc")
def test_one_class_has_no_pairs(student):
    expect.raises(ValueError, student.auc, np.array([1, 1]), np.array([0.2, 0.7]))


@task("calibration_error")
def test_two_bins_by_hand(student):
    p, y = np.array([0.1, 0.3, 0.5, 0.9, 1.0]), np.array([0, 1, 0, 1, 1])
    expect.close(student.calibration_error(p, y, 2), 0.2, rtol=1e-9)


@task("calibration_error")
def test_certain_and_right_costs_nothing(student):
    p, y = np.array([0.0, 1.0, 1.0]), np.array([0, 1, 1])
    expect.close(student.calibration_error(p, y, 10), 0.0, atol=1e-12)


@pytest.mark.parametrize(
    ("k", "n", "want"),
    [(10, 10, (0.7224598, 1.0)), (0, 10, (0.0, 0.2775402)), (5, 10, (0.2365896, 0.7634104))],
)
@task("wilson")
def test_ten_items(student, k, n, want):
    expect.close(student.wilson(k, n, 1.96), want, rtol=1e-5, atol=1e-9)


@task("holm_mcnemar")
def test_five_to_none(student):
    truth = np.ones(8, int)
    baseline = np.array([0, 0, 0, 0, 0, 1, 1, 1])
    rivals = [np.ones(8, int), baseline.copy()]
    expect.close(student.holm_mcnemar(truth, rivals, baseline), [0.125, 1.0], rtol=1e-12)


@task("holm_mcnemar")
def test_a_single_rival_is_not_adjusted(student):
    truth = np.ones(4, int)
    baseline = np.array([0, 0, 0, 1])
    rival = np.array([1, 1, 1, 0])
    expect.close(student.holm_mcnemar(truth, [rival], baseline), [2 * 5 / 16], rtol=1e-12)


@pytest.mark.parametrize(
    ("row", "want"),
    [
        ((0.5, 0.67, 0.57, 3, 100), [(2, 4)]),
        ((0.9, 0.9, 0.8, 10, 100), []),
        # No whole number of 835 items gives this recall: .893 and .895 are the neighbours.
        ((0.911, 0.894, 0.902, 835, 1000, 3), []),
        # Ten of a hundred: several numbers of calls print the same three figures.
        ((0.1, 1.0, 0.19, 10, 200), [(10, m) for m in (96, 97, 98)]),
    ],
)
@task("row_outcomes")
def test_what_stands_behind_a_row(student, row, want):
    expect.equal(student.row_outcomes(*row), want)
