"""Public tests of the unit *from the perceptron to depth*: its examples, and a few more."""

import itertools

import numpy as np
import pytest

from ftlib.grading import expect, task


@task("perceptron")
def test_three_mistakes(student):
    w, mistakes = student.perceptron(np.array([[1.0, 0.0], [-1.0, 2.0]]), np.array([1, 1]), 10)
    expect.close(w, np.array([1.0, 2.0]), atol=1e-12)
    expect.equal(int(mistakes), 3)


@task("perceptron")
def test_two_classes_and_one_pass(student):
    w, mistakes = student.perceptron(np.array([[1.0, 2.0], [1.0, -1.0]]), np.array([-1, 1]), 1)
    expect.close(w, np.array([-1.0, -2.0]), atol=1e-12)
    expect.equal(int(mistakes), 1)


@task("refutes")
def test_two_numbers(student):
    examples, labels = np.array([[1.0], [2.0]]), np.array([1, -1])
    expect.equal(bool(student.refutes(examples, labels, np.array([2 / 3, 1 / 3]))), True)
    expect.equal(bool(student.refutes(examples, labels, np.array([0.5, 0.5]))), False)


@task("refutes")
def test_what_is_separable_is_not_refuted(student):
    examples, labels = np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([-1, 1])
    expect.equal(bool(student.refutes(examples, labels, np.array([0.5, 0.5]))), False)


@pytest.mark.parametrize("n", [1, 2, 3])
@task("parity_weights")
def test_all_inputs(student, n):
    weight, bias, v, c = (np.asarray(each) for each in student.parity_weights(n))
    for bits in itertools.product([0, 1], repeat=n):
        units = weight @ np.array(bits) + bias > 0
        expect.equal(bool(v @ units + c > 0), sum(bits) % 2 == 1)


@pytest.mark.parametrize(("depth", "want"), [(1, 33), (2, 8)])
@task("width_for")
def test_a_hundred_parameters(student, depth, want):
    expect.equal(int(student.width_for(100, 1, 1, depth)), want)


@task("width_for")
def test_a_budget_that_fits_exactly(student):
    expect.equal(int(student.width_for(9, 2, 1, 1)), 2)


@pytest.mark.parametrize(("low", "want"), [(0.0, 2), (-1.0, 3)])
@task("count_pieces")
def test_the_tent(student, low, want):
    w, b, v = np.array([1.0, 1.0]), np.array([0.0, -0.5]), np.array([2.0, -4.0])
    expect.equal(int(student.count_pieces(w, b, v, low, 1.0)), want)


@task("count_pieces")
def test_bends_that_cancel(student):
    w, b = np.array([1.0, 1.0]), np.array([-0.5, -0.5])
    expect.equal(int(student.count_pieces(w, b, np.array([1.0, -1.0]), 0.0, 1.0)), 1)
