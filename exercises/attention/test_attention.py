"""Public tests of the unit *attention*: its examples, and a few more."""

import numpy as np
import pytest

from ftlib.grading import expect, task


@task("attend")
def test_a_query_of_zero_takes_the_mean(student):
    K, V = np.array([[1.0, 2.0], [3.0, -1.0], [0.0, 5.0]]), np.array([[1.0], [2.0], [6.0]])
    mask = np.array([[True, True, True], [True, False, True], [False, False, False]])
    got = student.attend(np.zeros((3, 2)), K, V, mask)
    expect.close(got, np.array([[3.0], [3.5], [0.0]]), atol=1e-12)


@task("attend")
def test_shares_by_hand(student):
    # d = 4 and scores 2·log 3 / √4 = log 3 and 0: shares 3/4 and 1/4
    Q, K = np.array([[2.0, 0, 0, 0]]), np.array([[np.log(3), 0, 0, 0], [0, 0, 0, 0.0]])
    V = np.array([[4.0, 0.0], [0.0, 8.0]])
    got = student.attend(Q, K, V, np.ones((1, 2), dtype=bool))
    expect.close(got, np.array([[3.0, 2.0]]), atol=1e-12)


@task("attend_backward")
def test_a_whole_weight_passes_everything_to_the_value(student):
    P, Q = np.array([[0.0, 1.0]]), np.array([[1.0, 2.0]])
    K, V = np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([[1.0], [5.0]])
    dQ, dK, dV = student.attend_backward(P, Q, K, V, np.array([[3.0]]))
    expect.close(dQ, np.zeros((1, 2)), atol=1e-12)
    expect.close(dK, np.zeros((2, 2)), atol=1e-12)
    expect.close(dV, np.array([[0.0], [3.0]]), atol=1e-12)


@task("attend_backward")
def test_equal_shares_by_hand(student):
    # dP = (2, 6), its mean 4: dS = ½·(−2, 2) = (−1, 1), and √d = 2
    P, Q = np.array([[0.5, 0.5]]), np.array([[2.0, 0, 0, 0]])
    K, V = np.array([[1.0, 0, 0, 0], [0, 1.0, 0, 0]]), np.array([[1.0], [3.0]])
    dQ, dK, dV = student.attend_backward(P, Q, K, V, np.array([[2.0]]))
    expect.close(dQ, np.array([[-0.5, 0.5, 0, 0]]), atol=1e-12)
    expect.close(dK, np.array([[-1.0, 0, 0, 0], [1.0, 0, 0, 0]]), atol=1e-12)
    expect.close(dV, np.array([[1.0], [1.0]]), atol=1e-12)


@task("multi_head")
def test_without_queries_every_head_says_its_mean(student):
    X = np.array([[1.0, 0, 0, 0], [0, 2.0, 0, 4.0]])
    W = np.concatenate([np.zeros((4, 8)), np.eye(4)], axis=1)
    got = student.multi_head(X, W, np.eye(4), 2)
    expect.close(got, np.array([[0.5, 1.0, 0, 2.0]] * 2), atol=1e-12)


@task("multi_head")
def test_two_heads_look_at_two_places(student):
    # head 0 compares the first entries, head 1 the second ones, both with large scores
    X = np.array([[30.0, 1.0], [1.0, 30.0]])
    W = np.concatenate([np.eye(2), np.eye(2), np.eye(2)], axis=1)
    got = student.multi_head(X, W, np.eye(2), 2)
    expect.close(got, np.array([[30.0, 30.0], [30.0, 30.0]]), atol=1e-6)


@task("shift_matrix")
def test_a_quarter_turn(student):
    expect.close(
        student.shift_matrix(np.pi / 2, 1), np.array([[0.0, -1.0], [1.0, 0.0]]), atol=1e-12
    )


@task("shift_matrix")
def test_no_shift(student):
    expect.close(student.shift_matrix(0.0, 3), np.eye(6), atol=1e-12)


@pytest.mark.parametrize(("budget", "want"), [(8, 1), (20, 2), (35, 2), (36, 3)])
@task("longest")
def test_the_example(student, budget, want):
    expect.equal(student.longest(budget, 1, 1), want)
