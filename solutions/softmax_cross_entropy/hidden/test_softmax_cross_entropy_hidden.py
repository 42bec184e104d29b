"""Hidden tests of the unit: random inputs from fixed seeds, extremes, and what stays unchanged."""

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest

from ftlib.grading import expect, task


def shares(row):
    """The softmax of one row in decimal arithmetic."""
    with localcontext() as context:
        context.prec = 60
        top = max(row)
        powers = [Decimal(float(value) - float(top)).exp() for value in row]
        return np.array([float(power / sum(powers)) for power in powers])


def exact_loss(row, target):
    """−Σ y log p of one row in decimal arithmetic."""
    with localcontext() as context:
        context.prec = 80
        top = Decimal(float(max(row)))
        total = sum((Decimal(float(value)) - top).exp() for value in row).ln() + top
        terms = zip(row, target, strict=True)
        return float(sum(Decimal(float(y)) * (total - Decimal(float(z))) for z, y in terms))


@task("log_total")
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_order_and_cuts_do_not_matter(student, seed):
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, 20, size=40)
    top = logits.max()
    want = top + math.log(math.fsum(math.exp(value - top) for value in logits))
    cuts = np.sort(rng.integers(0, 40, size=6))
    for order in (logits, np.sort(logits), np.sort(logits)[::-1].copy()):
        expect.close(student.log_total(np.split(order, cuts)), want, rtol=1e-12)


@task("log_total")
def test_equal_giants_in_different_chunks(student):
    for size in (1e4, -1e4, 750.0):
        chunks = [np.full(3, size), np.full(5, size)]
        expect.close(student.log_total(chunks), size + math.log(8), rtol=1e-12)


@task("log_total")
def test_only_the_impossible(student):
    expect.equal(student.log_total([np.array([-np.inf, -np.inf]), np.array([])]), -math.inf)
    chunks = [np.array([2.0]), np.array([-np.inf]), np.array([-np.inf, 2.0])]
    expect.close(student.log_total(chunks), 2 + math.log(2), rtol=1e-12)


@task("log_total")
def test_chunks_stay_as_they_were(student):
    chunks = [np.array([1.0, 2.0]), np.array([5.0])]
    student.log_total(chunks)
    expect.unchanged(np.array([1.0, 2.0]), chunks[0])
    expect.unchanged(np.array([5.0]), chunks[1])


@task("logit_gradient")
@pytest.mark.parametrize(("seed", "ignore"), [(3, -100), (4, 5), (5, -1)])
def test_against_a_sum_over_rows(student, seed, ignore):
    rng = np.random.default_rng(seed)
    z, weight = rng.normal(0, 4, size=(12, 5)), rng.uniform(0.1, 6, size=5)
    labels = rng.integers(0, 5, size=12)
    labels[[0, 4, 7]] = ignore
    total = math.fsum(weight[c] for c in labels if c != ignore)
    want = np.zeros((12, 5))
    for i, label in enumerate(labels):
        if label != ignore:
            want[i] = weight[label] / total * (shares(z[i]) - (np.arange(5) == label))
    kept = z.copy(), labels.copy(), weight.copy()
    expect.close(student.logit_gradient(z, labels, weight, ignore), want, rtol=1e-9, atol=1e-14)
    expect.unchanged(kept[0], z)
    expect.unchanged(kept[1], labels)
    expect.unchanged(kept[2], weight)


@task("logit_gradient")
def test_huge_logits(student):
    z = np.array([[1e4, -1e4], [0.0, 0.0], [1e4, 0.0]])
    got = student.logit_gradient(z, np.array([1, 0, -100]), np.array([1.0, 3.0]), -100)
    want = [[0.75, -0.75], [-0.125, 0.125], [0.0, 0.0]]
    expect.close(got, want, rtol=1e-12, atol=1e-300)


@task("logit_gradient")
def test_nothing_counts(student):
    got = student.logit_gradient(np.zeros((3, 2)), np.full(3, 7), np.array([2.0, 1.0]), 7)
    expect.close(got, np.zeros((3, 2)), atol=1e-300)


@task("curvature_along")
@pytest.mark.parametrize("seed", [6, 7])
def test_against_the_whole_matrix(student, seed):
    rng = np.random.default_rng(seed)
    z, v = rng.normal(0, 2, size=(6, 4)), rng.normal(size=(6, 4))
    want = np.zeros((6, 4))
    for i in range(6):
        p = shares(z[i])
        want[i] = (np.diag(p) - np.outer(p, p)) @ v[i]
    kept = z.copy(), v.copy()
    expect.close(student.curvature_along(z, v), want, rtol=1e-9, atol=1e-13)
    expect.unchanged(kept[0], z)
    expect.unchanged(kept[1], v)


@task("curvature_along")
def test_extreme_logits_are_flat(student):
    z = np.array([[1e4, 0.0, -1e4], [1e4, 1e4, 0.0]])
    got = student.curvature_along(z, np.array([[1.0, 2.0, 3.0], [1.0, 3.0, 9.0]]))
    expect.close(got, [[0.0, 0.0, 0.0], [-0.5, 0.5, 0.0]], rtol=1e-12, atol=1e-300)


@task("curvature_along")
def test_small_rows_beside_a_giant(student):
    z = np.array([[1e4, 9999.0, 0.0], [0.0, 1.0, 2.0], [-1e4, -1e4, -1e4]])
    v = np.array([[1.0, 2.0, 3.0], [3.0, -1.0, 1.0], [1.0, 1.0, 4.0]])
    p = np.array([shares(row) for row in z])
    want = p * v - p * np.sum(p * v, axis=1, keepdims=True)
    expect.close(student.curvature_along(z, v), want, rtol=1e-9, atol=1e-13)


@task("curvature_along")
def test_a_vocabulary_fits(student):
    """With 200,000 classes a matrix of C × C would take 320 GB."""
    classes = 200_000
    z, v = np.zeros((1, classes)), np.zeros((1, classes))
    v[0, 0] = 1.0
    want = np.full((1, classes), -((1.0 / classes) ** 2))
    want[0, 0] += 1.0 / classes
    expect.close(student.curvature_along(z, v), want, rtol=1e-9)


@task("smoothing_optimum")
@pytest.mark.parametrize("classes", [2, 3, 6, 50_000])
@pytest.mark.parametrize("epsilon", [1e-6, 0.05, 0.1, 0.4, 0.9])
def test_against_the_smoothed_target(student, classes, epsilon):
    wrong = Decimal(epsilon) / classes
    right = 1 - Decimal(epsilon) + wrong
    gap, loss = student.smoothing_optimum(classes, epsilon)
    expect.close(gap, float(right.ln() - wrong.ln()), rtol=1e-9)
    expect.close(loss, float(-right * right.ln() - (classes - 1) * wrong * wrong.ln()), rtol=1e-9)


@task("smoothing_optimum")
def test_everything_smoothed_away(student):
    gap, loss = student.smoothing_optimum(4, 1.0)
    expect.close(gap, 0.0, atol=1e-12)
    expect.close(loss, math.log(4), rtol=1e-12)


@task("smoothing_optimum")
def test_hard_labels_of_many_classes(student):
    gap, loss = student.smoothing_optimum(3, 0.0)
    expect.equal(gap, math.inf)
    expect.close(loss, 0.0, atol=1e-300)


@task("repaired_loss")
@pytest.mark.parametrize("shape", [(5, 3), (2, 4, 3), (2, 3, 2, 5), (4,)])
def test_shapes_and_soft_targets(student, shape):
    rng = np.random.default_rng(len(shape))
    z = rng.normal(0, 5, size=shape)
    y = rng.dirichlet(np.ones(shape[-1]), size=shape[:-1])
    rows = zip(z.reshape(-1, shape[-1]), y.reshape(-1, shape[-1]), strict=True)
    want = np.mean([exact_loss(*row) for row in rows])
    kept = z.copy(), y.copy()
    expect.close(student.repaired_loss(z, y), want, rtol=1e-9)
    expect.unchanged(kept[0], z)
    expect.unchanged(kept[1], y)


@task("repaired_loss")
def test_a_tiny_loss_keeps_its_digits(student):
    for z, y in (([[40.0, 0.0]], [[1.0, 0.0]]), ([[0.0, 60.0, 0.0]], [[0.0, 1.0, 0.0]])):
        want = exact_loss(z[0], y[0])
        expect.close(student.repaired_loss(np.array(z), np.array(y)), want, rtol=1e-9)


@task("repaired_loss")
def test_rows_of_very_different_size(student):
    z = np.array([[1e4, 9990.0], [-1e4, -9999.0], [0.0, 800.0]])
    y = np.array([[0.0, 1.0], [1.0, 0.0], [0.5, 0.5]])
    want = np.mean([exact_loss(*row) for row in zip(z, y, strict=True)])
    expect.close(student.repaired_loss(z, y), want, rtol=1e-9)


@task("distillation_gradient")
@pytest.mark.parametrize("T", [0.5, 1.0, 4.0])
def test_against_central_differences(student, T):
    rng = np.random.default_rng(int(2 * T))
    z, teacher = rng.normal(0, 2, size=(3, 4)), rng.normal(0, 2, size=(3, 4))

    def objective(logits):
        total = 0.0
        for row, theirs in zip(logits, teacher, strict=True):
            p, t = shares(row / T), shares(theirs / T)
            total += T**2 * float(np.sum(t * (np.log(t) - np.log(p))))
        return total / len(logits)

    want, h = np.zeros_like(z), 1e-5
    for index in np.ndindex(z.shape):
        step = np.zeros_like(z)
        step[index] = h
        want[index] = (objective(z + step) - objective(z - step)) / (2 * h)
    kept = z.copy(), teacher.copy()
    expect.close(student.distillation_gradient(z, teacher, T), want, atol=1e-7)
    expect.unchanged(kept[0], z)
    expect.unchanged(kept[1], teacher)


@task("distillation_gradient")
def test_a_sure_teacher_and_a_sure_student(student):
    z, teacher = np.array([[1e4, 0.0, -1e4]]), np.array([[-1e4, 0.0, 1e4]])
    got = student.distillation_gradient(z, teacher, 2.0)
    expect.close(got, [[2.0, 0.0, -2.0]], rtol=1e-12, atol=1e-300)


@task("distillation_gradient")
def test_small_rows_beside_a_giant_and_its_teacher(student):
    z = np.array([[1e4, 9999.0], [0.0, 1.0], [-1e4, -9999.0]])
    teacher = np.array([[0.0, 2.0], [1e4, 1e4], [3.0, 0.0]])
    want = [
        2.0 * (shares(row / 2) - shares(other / 2)) / 3
        for row, other in zip(z, teacher, strict=True)
    ]
    got = student.distillation_gradient(z, teacher, 2.0)
    expect.close(got, np.array(want), rtol=1e-9, atol=1e-14)
