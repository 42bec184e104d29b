"""Public tests of the unit *the concepts and their map*: its examples, and a few more."""

import numpy as np

from ftlib.grading import expect, task


@task("mirrored_slope")
def test_one_direction(student):
    got = student.mirrored_slope(
        lambda t: float(t[0] ** 2 + 3 * t[1]), np.array([1.0, 0.0]), 0.5, np.ones((1, 2))
    )
    expect.close(got, np.array([5.0, 5.0]), atol=1e-9)


@task("mirrored_slope")
def test_two_axes(student):
    got = student.mirrored_slope(lambda t: float(2 * t[0] - t[1]), np.zeros(2), 0.1, np.eye(2))
    expect.close(got, np.array([1.0, -0.5]), atol=1e-9)


@task("evaluations_needed")
def test_two_halvings(student):
    expect.equal(int(student.evaluations_needed(1, 2, 0.25)), 8)


@task("evaluations_needed")
def test_whole_steps(student):
    expect.equal(int(student.evaluations_needed(1, 2, 0.3)), 8)
    expect.equal(int(student.evaluations_needed(1, 2, 1.0)), 0)


@task("implied_kinds")
def test_a_chain(student):
    arrows = [("a", "is-a", "b"), ("b", "is-a", "c"), ("c", "uses", "a")]
    got = student.implied_kinds(arrows)
    expect.equal(sorted(got), [("a", "b"), ("a", "c"), ("b", "c")])


@task("implied_kinds")
def test_nothing_follows_from_use(student):
    expect.equal(
        sorted(student.implied_kinds([("a", "uses", "b"), ("b", "is-a", "c")])), [("b", "c")]
    )


@task("forgotten")
def test_two_tasks(student):
    expect.close(student.forgotten(np.array([[0.9, 0.1], [0.3, 0.8]])), np.array([0.6]), atol=1e-12)


@task("forgotten")
def test_the_best_need_not_be_the_first(student):
    table = np.array([[0.7, 0.2, 0.1], [0.8, 0.9, 0.3], [0.5, 0.95, 0.9]])
    expect.close(student.forgotten(table), np.array([0.3, -0.05]), atol=1e-12)
