"""Public tests of the unit *names in a text*: its examples, and a few more."""

import pytest

from ftlib.grading import expect, task


@pytest.mark.parametrize(
    ("tags", "want"),
    [
        (
            ["B-PER", "I-PER", "I-LOC", "B-geo-loc", "B-geo-loc"],
            [(0, 2, "PER"), (3, 4, "geo-loc"), (4, 5, "geo-loc")],
        ),
        (["O", "B-LOC", "I-LOC", "I-LOC", "O"], [(1, 4, "LOC")]),
        (["I-LOC", "O", "B-LOC"], [(2, 3, "LOC")]),
        ([], []),
    ],
)
@task("pieces")
def test_sequences(student, tags, want):
    expect.equal([tuple(piece) for piece in student.pieces(tags)], want)


@task("by_kind")
def test_three_kinds(student):
    truth = [[(0, 2, "PER")], [(1, 2, "LOC")]]
    answer = [[(0, 1, "PER")], [(1, 2, "LOC"), (3, 4, "ORG")]]
    f1, macro = student.by_kind(truth, answer)
    expect.equal(f1, {"LOC": 1.0, "ORG": 0.0, "PER": 0.0})
    expect.close(macro, 1 / 3, rtol=1e-12)


@task("by_kind")
def test_one_kind(student):
    f1, macro = student.by_kind([[(0, 1, "A"), (2, 3, "A")]], [[(0, 1, "A")]])
    expect.close(f1["A"], 2 / 3, rtol=1e-12)
    expect.close(macro, 2 / 3, rtol=1e-12)


@pytest.mark.parametrize(
    ("scores", "want"),
    [
        ([[-0.5, -1.2, -2.3], [-2.0, -2.0, -0.3]], ["B-X", "I-X"]),
        ([[-0.1, -3.0, -3.0], [-2.0, -2.5, -0.3]], ["O", "O"]),
        ([[-3.0, -1.0, -0.1]], ["B-X"]),
    ],
)
@task("best_legal")
def test_one_kind_of_name(student, scores, want):
    expect.equal(list(student.best_legal(scores, ["O", "B-X", "I-X"])), want)


@pytest.mark.parametrize(
    ("q", "unseen", "n", "value"),
    [([0.9, 0.3, 0.5], 0.0, 2, 2.8 / 3.7), ([0.5], 0.0, 1, 1 / 1.5), ([], 3.0, 0, 0.0)],
)
@task("worth_saying")
def test_few_pieces(student, q, unseen, n, value):
    count, got = student.worth_saying(q, unseen)
    expect.equal(count, n)
    expect.close(got, value, rtol=1e-12)


@task("in_text")
def test_the_second_york(student):
    got = student.in_text(
        "no, New  York: York",
        ["no", ",", "New", "York", ":", "York"],
        [(5, 6, "LOC"), (2, 4, "LOC")],
    )
    expect.equal(
        [tuple(each) for each in got], [(15, 19, "LOC", "York"), (4, 13, "LOC", "New  York")]
    )
