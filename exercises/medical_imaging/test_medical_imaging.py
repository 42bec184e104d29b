"""Public tests of the unit *a second pair of eyes*: its examples, and a few more."""

import numpy as np
import pytest

from ftlib.grading import expect, task


@pytest.mark.parametrize(
    ("threshold", "sensitivity", "specificity"),
    [
        (1.0, (1.0, 0.15811388, 1.0), (2 / 3, 0.09429932, 0.99159615)),
        (10.0, (0.0, 0.0, 0.84188612), (1.0, 0.29240177, 1.0)),
        (1.5, (0.5, 0.01257912, 0.98742088), (2 / 3, 0.09429932, 0.99159615)),
    ],
)
@task("known")
def test_five_patients(student, threshold, sensitivity, specificity):
    got = student.known([3.0, 1.0, 2.0, 0.0, -1.0], [1, 1, 0, 0, 0], threshold, 0.95)
    expect.close(got, (sensitivity, specificity), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize(
    ("prevalence", "results", "want"),
    [(0.01, [True], 9 / 108), (0.01, [False], 1 / 892), (0.5, [], 0.5), (0.01, [True, True], 0.45)],
)
@task("chances")
def test_good_tests(student, prevalence, results, want):
    good = [0.9] * len(results)
    expect.close(student.chances(prevalence, results, good, good), want, rtol=1e-9)


@pytest.mark.parametrize(
    ("n", "sensitivity", "confidence", "want"),
    [
        (10, 0.8, 0.8, 0.0),
        (10, 0.8, 0.6, 1.0),
        (7, 0.8, 0.8, None),
        (1, 0.3, 0.7, 0.0),
        (1, 0.8, 0.2, 0.0),
    ],
)
@task("promise")
def test_few_patients(student, n, sensitivity, confidence, want):
    scores = [float(each) for each in range(n)][::-1]
    expect.equal(student.promise(scores, sensitivity, confidence), want)


@pytest.mark.parametrize(
    ("patients", "folds", "want"),
    [
        ("abbcadb", 2, [1, 0, 0, 1, 1, 0, 0]),
        ("abc", 1, [0, 0, 0]),
        ("zyx", 3, [0, 1, 2]),
    ],
)
@task("whole")
def test_patients(student, patients, folds, want):
    expect.equal(student.whole(list(patients), folds), want)


@pytest.mark.parametrize(
    ("values", "want"), [([0, 0, 1, 10, 12], 5.5), ([3, 3, 7], 5.0), ([0.5, 1, 4], 2.5)]
)
@task("best_cut")
def test_cuts(student, values, want):
    expect.close(student.best_cut(values), want, rtol=1e-9)


@pytest.mark.parametrize(("sign", "want"), [(1.0, 0.9375), (-1.0, 0.0)])
@task("looked")
def test_one_map(student, sign, want):
    mask = np.array([[1, 0, 1, 1], [1, 1, 1, 1]])
    got = student.looked(np.array([[[1.0, 3.0]]]), sign * np.array([[[2.0, 2.0]]]), mask)
    expect.close(got, want, rtol=1e-9, atol=1e-12)
