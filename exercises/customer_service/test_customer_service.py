"""Public tests of the unit *a desk that knows when to ask*: its examples, and a few more."""

import math

import pytest

from ftlib.grading import expect, task


@pytest.mark.parametrize(
    ("train", "test", "right", "want"),
    [
        (["a", "b"], ["a", "a", "c", "d"], [1, 0, 1, 0], (0.5, 0.5, 0.5)),
        (["a"], ["a", "a", "a", "b"], [1, 1, 0, 1], (0.25, 1.0, 2 / 3)),
    ],
)
@task("what_is_new")
def test_two_splits(student, train, test, right, want):
    expect.close(student.what_is_new(train, test, right), want, rtol=1e-6)


@task("what_is_new")
def test_nothing_new(student):
    got = student.what_is_new(["a"], ["a", "a"], [1, 0])
    expect.close(got, (0.0, math.nan, 0.5), rtol=1e-6, nan_equal=True)


@pytest.mark.parametrize(("k", "recall"), [(1, 0.25), (2, 1.0)])
@task("one_vote")
def test_three_questions(student, k, recall):
    got = student.one_vote([[3, 1], [1, 3], [2, 2]], [0, 0, 1], ["x", "x", "y"], k)
    expect.close(got, (recall, 0.625), rtol=1e-6)


def share(k, n):
    return k / n


@pytest.mark.parametrize(
    ("accuracy", "counts", "want"),
    [(0.7, [1, 2, 3, 4], 3), (0.7, [1, 2, 4], 1), (0.6, [1, 2, 3], 2), (1.0, [1, 2], 3)],
)
@task("walk")
def test_four_items(student, accuracy, counts, want):
    expect.equal(student.walk([4, 3, 2, 1], [1, 1, 0, 1], accuracy, counts, share), want)


@task("walk")
def test_at_once(student):
    expect.equal(student.walk([4, 3], [0, 1], 0.5, [1, 2], share), math.inf)


@pytest.mark.parametrize(
    ("arguments", "want"),
    [
        ((0.9, 0.5, 0.25, 0.8), 0.2),
        ((0.7, 0.5, 0.25, 0.8), 0.0),
        ((0.9, 0.5, 0.0, 0.8), 1.0),
        ((0.8, 0.5, 0.25, 0.8), 0.0),
    ],
)
@task("strays_borne")
def test_four_desks(student, arguments, want):
    expect.close(student.strays_borne(*arguments), want, rtol=1e-12, atol=1e-12)


@task("converse")
def test_and_in_the_kitchen(student):
    turns = [("on", {"name": "lamp", "area": "hall"}, False), (None, {"area": "kitchen"}, True)]
    want = [("on", {"name": "lamp", "area": "hall"}), ("on", {"name": "lamp", "area": "kitchen"})]
    expect.equal(student.converse(turns), want)


@task("converse")
def test_a_person_ends_it(student):
    turns = [("on", {"area": "hall"}, False), (None, {}, False), (None, {"area": "hall"}, True)]
    expect.equal(student.converse(turns), [("on", {"area": "hall"}), None, None])


@task("converse")
def test_going_on_from_what_was_done_last(student):
    turns = [
        ("on", {"name": "lamp"}, False),
        (None, {"area": "hall"}, True),
        (None, {"name": "fan"}, True),
    ]
    want = [
        ("on", {"name": "lamp"}),
        ("on", {"name": "lamp", "area": "hall"}),
        ("on", {"name": "fan", "area": "hall"}),
    ]
    expect.equal(student.converse(turns), want)
