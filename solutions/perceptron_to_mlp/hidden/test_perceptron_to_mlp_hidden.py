"""Hidden tests: bounds that theory gives, all inputs, counting by brute force, and the edges."""

import itertools
from fractions import Fraction

import numpy as np
import pytest

from ftlib.grading import expect, task


@pytest.mark.parametrize("seed", range(3))
@task("perceptron")
def test_every_update_by_whole_numbers(student, seed):
    rng = np.random.default_rng(seed)
    examples, teacher = rng.integers(-4, 5, size=(12, 3)), rng.normal(size=3)
    labels = np.where(examples @ teacher > 0, 1, -1)
    before = examples.astype(float)
    for passes in (1, 2, 500):
        w, count = [0, 0, 0], 0
        for _ in range(passes):
            for example, label in zip(examples.tolist(), labels.tolist(), strict=True):
                if label * sum(a * b for a, b in zip(w, example, strict=True)) <= 0:
                    w, count = [a + label * b for a, b in zip(w, example, strict=True)], count + 1
        given = before.copy()
        got, mistakes = student.perceptron(given, labels, passes)
        expect.close(got, np.array(w, dtype=float), atol=1e-9)
        expect.equal(int(mistakes), count)
        expect.unchanged(before, given)


@task("perceptron")
def test_xor_goes_round(student):
    corners = np.array([[1.0, 0, 0], [1, 0, 1], [1, 1, 0], [1, 1, 1]])
    w, mistakes = student.perceptron(corners, np.array([-1, 1, 1, -1]), 25)
    expect.equal(int(mistakes), 100)
    expect.close(w, np.zeros(3), atol=1e-12)


XOR = np.array([[1.0, 0, 0], [1, 0, 1], [1, 1, 0], [1, 1, 1]])
SIGNS = np.array([-1, 1, 1, -1])


@task("refutes")
def test_xor_is_refuted_by_equal_shares_only(student):
    expect.equal(bool(student.refutes(XOR, SIGNS, np.full(4, 0.25))), True)
    expect.equal(bool(student.refutes(XOR, SIGNS, np.array([0.4, 0.1, 0.1, 0.4]))), False)


@task("refutes")
def test_shares_of_zero_and_of_two(student):
    expect.equal(bool(student.refutes(XOR, SIGNS, np.zeros(4))), False)
    expect.equal(bool(student.refutes(XOR, SIGNS, np.full(4, 0.5))), False)


@task("refutes")
def test_negative_shares_prove_nothing(student):
    examples, labels = np.array([[1.0], [2.0]]), np.array([1, 1])  # w = 1 separates
    expect.equal(bool(student.refutes(examples, labels, np.array([2.0, -1.0]))), False)


@task("refutes")
def test_entries_must_not_cancel(student):
    examples, labels = np.array([[1.0, -1.0], [1.0, -1.0]]), np.array([1, 1])
    expect.equal(bool(student.refutes(examples, labels, np.array([0.5, 0.5]))), False)


@pytest.mark.parametrize("seed", range(3))
@task("refutes")
def test_what_was_made_to_be_refuted(student, seed):
    rng = np.random.default_rng(seed)
    examples, labels = rng.normal(size=(5, 3)), rng.choice([-1, 1], 5)
    shares = rng.uniform(0.1, 1, 5)
    shares /= shares.sum()
    # the last example makes the sum zero
    examples[-1] = -labels[-1] * (shares[:-1] * labels[:-1]) @ examples[:-1] / shares[-1]
    expect.equal(bool(student.refutes(examples, labels, shares)), True)
    examples[0, 2] += 1e-3
    expect.equal(bool(student.refutes(examples, labels, shares)), False)


def _of_pairs(more):
    """XOR's proof, and two examples of zeros that share +more and −more."""
    examples = np.concatenate([XOR, np.zeros((2, XOR.shape[1]))])
    return examples, np.append(SIGNS, [1, 1]), np.append(np.full(4, 0.25), [more, -more])


@pytest.mark.parametrize(("more", "valid"), [(0.0, True), (5e-10, True), (1.5e-9, False)])
@task("refutes")
def test_the_error_that_is_allowed(student, more, valid):
    expect.equal(bool(student.refutes(*_of_pairs(more))), valid)
    shares = np.full(4, 0.25) * (1 + more)
    expect.equal(bool(student.refutes(XOR, SIGNS, shares)), valid)
    moved = XOR + np.array([[4 * more], [0.0], [0.0], [0.0]])
    expect.equal(bool(student.refutes(moved, SIGNS, np.full(4, 0.25))), valid)


@task("refutes")
def test_a_small_error_is_one(student):
    moved = XOR + np.array([[4e-6], [0.0], [0.0], [0.0]])
    expect.equal(bool(student.refutes(moved, SIGNS, np.full(4, 0.25))), False)


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 8])
@task("parity_weights")
def test_parity_of_all_inputs(student, n):
    weight, bias, v, c = (np.asarray(each, dtype=float) for each in student.parity_weights(n))
    expect.shape(weight, (n, n))
    expect.shape(bias, (n,))
    expect.shape(v, (n,))
    bits = np.array(list(itertools.product([0, 1], repeat=n)))
    got = (bits @ weight.T + bias > 0) @ v + c > 0
    want = [str(row.tolist()).count("1") % 2 == 1 for row in bits]
    expect.equal(got.tolist(), want)


def parameters_of(inputs, width, outputs, depth):
    sizes = [inputs, *[width] * depth, outputs]
    return sum((a + 1) * b for a, b in itertools.pairwise(sizes))


@pytest.mark.parametrize("depth", [1, 2, 3, 6])
@task("width_for")
def test_exact_budgets_and_one_less(student, depth):
    for inputs, outputs, width in [(1, 1, 2), (64, 10, 7), (3, 2, 20)]:
        exact = parameters_of(inputs, width, outputs, depth)
        expect.equal(int(student.width_for(exact, inputs, outputs, depth)), width)
        expect.equal(int(student.width_for(exact - 1, inputs, outputs, depth)), width - 1)
        expect.equal(int(student.width_for(exact + 1, inputs, outputs, depth)), width)


@task("width_for")
def test_just_one_unit(student):
    expect.equal(int(student.width_for(parameters_of(5, 1, 3, 4), 5, 3, 4)), 1)


def slow_count(w, b, v, low, high):
    """Slopes on both sides of every quarter of a quarter, in fractions."""

    def f(x):
        units = (max(Fraction(s) * x + Fraction(o), 0) for s, o in zip(w, b, strict=True))
        return sum(Fraction(factor) * unit for factor, unit in zip(v, units, strict=True))

    places = {-Fraction(o) / Fraction(s) for s, o in zip(w, b, strict=True) if s}
    step = Fraction(1, 10_000)
    inside = [x for x in places if Fraction(low) < x < Fraction(high)]
    return 1 + sum(f(x + step) - f(x) != f(x) - f(x - step) for x in inside)


@pytest.mark.parametrize("seed", range(12))
@task("count_pieces")
def test_random_units(student, seed):
    rng = np.random.default_rng(seed)
    w = rng.choice([-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0], 9)
    b, v = rng.integers(-3, 4, 9) / 2, rng.choice([-2.0, -1.0, 1.0, 2.0], 9)
    expect.equal(int(student.count_pieces(w, b, v, -2.0, 2.0)), slow_count(w, b, v, -2.0, 2.0))


@task("count_pieces")
def test_a_straight_line_from_two_halves(student):
    # max(x, 0) − max(−x, 0) = x; with a plus it is |x|
    w, b = np.array([1.0, -1.0]), np.zeros(2)
    expect.equal(int(student.count_pieces(w, b, np.array([1.0, -1.0]), -1.0, 1.0)), 1)
    expect.equal(int(student.count_pieces(w, b, np.array([1.0, 1.0]), -1.0, 1.0)), 2)


@task("count_pieces")
def test_bends_of_unequal_slopes(student):
    w, b = np.array([1.0, 2.0]), np.zeros(2)  # 2 max(x, 0) − max(2x, 0) is no bend
    expect.equal(int(student.count_pieces(w, b, np.array([2.0, -1.0]), -1.0, 1.0)), 1)
    expect.equal(int(student.count_pieces(w, b, np.array([1.0, -1.0]), -1.0, 1.0)), 2)


@task("count_pieces")
def test_bends_at_the_ends_and_beyond(student):
    w, b, v = np.ones(3), np.array([0.0, -1.0, -2.0]), np.array([1.0, 1.0, 1.0])
    expect.equal(int(student.count_pieces(w, b, v, 0.0, 1.0)), 1)
