"""Public tests of the unit *one token after another*: its examples, and a few more."""

import numpy as np
import pytest

from ftlib.grading import expect, task


@task("causal_weights")
def test_the_last_two_of_three(student):
    want = np.array([[0.5, 0.5, 0.0], [1 / 3, 1 / 3, 1 / 3]])
    expect.close(student.causal_weights(np.zeros((2, 3))), want, atol=1e-12)


@task("causal_weights")
def test_as_many_queries_as_keys(student):
    scores = np.log(np.array([[1.0, 9.0], [1.0, 3.0]]))
    expect.close(student.causal_weights(scores), np.array([[1.0, 0.0], [0.25, 0.75]]), atol=1e-12)


@task("turn")
def test_the_first_plane(student):
    got = student.turn(np.array([[1.0, 0.0, 0.0, 0.0]]), np.array([3]), 100.0)
    expect.close(got, np.array([[np.cos(3), 0.0, np.sin(3), 0.0]]), atol=1e-9)


@task("turn")
def test_the_second_plane(student):
    got = student.turn(np.array([[0.0, 0.0, 0.0, 2.0]]), np.array([3]), 100.0)
    expect.close(got, np.array([[0.0, -2 * np.sin(0.3), 0.0, 2 * np.cos(0.3)]]), atol=1e-9)


@pytest.mark.parametrize(
    ("p", "want"),
    [
        (0.4, [False, True, False, False]),
        (0.6, [False, True, False, True]),
        (0.8, [False, True, True, True]),
    ],
)
@task("nucleus")
def test_four_tokens(student, p, want):
    logits = np.log([0.1, 0.5, 0.15, 0.25])
    expect.equal(np.asarray(student.nucleus(logits, p)).tolist(), want)


@task("draw")
def test_three_numbers(student):
    logits, uniforms = np.log([1.0, 2.0, 1.0]), np.array([0.1, 0.3, 0.9])
    expect.equal(np.asarray(student.draw(logits, 1.0, uniforms)).tolist(), [0, 1, 2])


@task("draw")
def test_a_lower_temperature(student):
    logits, uniforms = np.log([1.0, 2.0, 1.0]), np.array([0.1, 0.2, 0.8, 0.9])
    expect.equal(np.asarray(student.draw(logits, 0.5, uniforms)).tolist(), [0, 1, 1, 2])


@task("step")
def test_an_empty_cache(student):
    q, k, v = np.array([1.0, 2.0]), np.array([3.0, 1.0]), np.array([5.0, 6.0, 7.0])
    output, keys, values = student.step(q, k, v, np.zeros((0, 2)), np.zeros((0, 3)))
    expect.close(output, v, atol=1e-12)
    expect.close(keys, k[None], atol=0)
    expect.close(values, v[None], atol=0)


@task("step")
def test_two_tokens(student):
    q = np.array([2.0, 0.0, 0.0, 0.0])
    old, new = np.zeros((1, 4)), np.array([np.log(3.0), 1.0, 1.0, 1.0])
    output, keys, _ = student.step(q, new, np.array([4.0]), old, np.array([[0.0]]))
    expect.close(output, np.array([3.0]), atol=1e-9)  # weights 1/4 and 3/4
    expect.shape(keys, (2, 4))


@pytest.mark.parametrize(("cached", "want"), [(False, 31), (True, 20)])
@task("multiplications")
def test_two_tokens_of_ones(student, cached, want):
    expect.equal(int(student.multiplications(1, 1, 1, 1, 2, cached)), want)
