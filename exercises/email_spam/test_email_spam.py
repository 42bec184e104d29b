"""Public tests of the unit *a letter that should not arrive*: its examples, and a few more."""

import numpy as np
import pytest

from ftlib.grading import expect, task


@pytest.mark.parametrize(
    ("lost", "read", "junk", "cost"),
    [
        (3, 1, [False, True, False], 1 / 3),
        (1, 1, [True, True, False], 2 / 3),
        (0.125, 2, [True, True, True], 0.125 / 3),
    ],
)
@task("by_price")
def test_three_messages(student, lost, read, junk, cost):
    got, bill = student.by_price([0.0, 3.0, -2.0], [0, 1, 1], lost, read)
    expect.equal(np.asarray(got).tolist(), junk)
    expect.close(bill, cost, rtol=1e-12)


@pytest.mark.parametrize(
    ("lost", "read", "cost", "junk"), [(2, 1, 2.0, 0), (1, 1, 1.0, 3), (1, 5, 1.0, 3)]
)
@task("cheapest")
def test_four_messages(student, lost, read, cost, junk):
    bill, count = student.cheapest([0.1, 0.9, 0.4, 0.9], [0, 1, 1, 0], lost, read)
    expect.close(bill, cost, rtol=1e-12)
    expect.equal(count, junk)


@pytest.mark.parametrize(
    ("share", "new", "want"),
    [(0.5, 0.25, [0.25, 0.5]), (0.5, 0.5, [0.5, 0.75]), (0.25, 0.5, [0.75, 0.9])],
)
@task("elsewhere")
def test_two_probabilities(student, share, new, want):
    expect.close(np.asarray(student.elsewhere([0.5, 0.75], share, new)), np.array(want), rtol=1e-12)


@pytest.mark.parametrize(
    ("word", "plain"),
    [("ｆrе\u200bе", "free"), ("g0", "go"), ("оно", "оно"), ("100", "100"), ("plain", "plain")],
)
@task("undo")
def test_words(student, word, plain):
    expect.equal(student.undo(word, {"е": "e", "о": "o", "0": "o"}), plain)


@pytest.mark.parametrize(
    ("text", "size", "want"),
    [("abcdefg", 4, (4, 0)), ("abc", 4, (3, 0)), ("", 4, (0, 0)), ("abcdef", 4, (4, 0))],
)
@task("worst_part")
def test_lengths(student, text, size, want):
    expect.equal(tuple(student.worst_part(list(text), size, len)), want)


@task("worst_part")
def test_where_it_is(student):
    words = ["hello"] * 5 + ["buy", "buy"]
    got = student.worst_part(words, 4, lambda part: part.count("buy"))
    expect.equal(tuple(got), (2, 2))
