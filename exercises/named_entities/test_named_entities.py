"""Public tests of the unit *names in a text*: its examples, and a few more."""

import pytest

from ftlib.grading import expect, task


def plain(got):
    """Lists and tuples alike, strings of NumPy as strings; anything else as it came."""
    if isinstance(got, str):
        return str(got)
    if isinstance(got, (list, tuple)):
        return [plain(each) for each in got]
    return got.tolist() if getattr(getattr(got, "dtype", None), "kind", "") == "U" else got


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
    expect.equal(plain(student.pieces(tags)), want)


def pair(got, what):
    expect.true(isinstance(got, (tuple, list)) and len(got) == 2, f"two values are asked: {what}")
    return got


@task("by_kind")
def test_three_kinds(student):
    truth = [[(0, 2, "PER")], [(1, 2, "LOC")]]
    answer = [[(0, 1, "PER")], [(1, 2, "LOC"), (3, 4, "ORG")]]
    f1, macro = pair(student.by_kind(truth, answer), "F1 of each kind, and their mean")
    expect.close(f1, {"LOC": 1.0, "ORG": 0.0, "PER": 0.0}, rtol=1e-9, atol=1e-12)
    expect.close(macro, 1 / 3, rtol=1e-9)


@task("by_kind")
def test_one_kind(student):
    got = student.by_kind([[(0, 1, "A"), (2, 3, "A")]], [[(0, 1, "A")]])
    f1, macro = pair(got, "F1 of each kind, and their mean")
    expect.close(f1, {"A": 2 / 3}, rtol=1e-9)
    expect.close(macro, 2 / 3, rtol=1e-9)


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
    expect.equal(plain(student.best_legal(scores, ["O", "B-X", "I-X"])), want)


@task("best_legal")
def test_tags_in_another_order(student):
    scores = [[-2.3, -0.5, -1.2], [-0.3, -2.0, -2.0]]
    expect.equal(plain(student.best_legal(scores, ["I-X", "O", "B-X"])), ["B-X", "I-X"])


@pytest.mark.parametrize(
    ("q", "unseen", "n", "value"),
    [([0.9, 0.3, 0.5], 0.0, 2, 2.8 / 3.7), ([0.5], 0.0, 1, 1 / 1.5), ([], 3.0, 0, 0.0)],
)
@task("worth_saying")
def test_few_pieces(student, q, unseen, n, value):
    count, got = pair(student.worth_saying(q, unseen), "how many pieces, and the value reached")
    expect.equal(count, n)
    expect.close(got, value, rtol=1e-9, atol=1e-12)


@task("in_text")
def test_the_second_york(student):
    got = student.in_text(
        "no, New  York: York",
        ["no", ",", "New", "York", ":", "York"],
        [(5, 6, "LOC"), (2, 4, "LOC")],
    )
    expect.equal(plain(got), [(15, 19, "LOC", "York"), (4, 13, "LOC", "New  York")])
