"""Hidden tests: random messages from fixed seeds, answers counted one by one, and the edges."""

import unicodedata

import numpy as np
import pytest

from ftlib.grading import expect, task


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("lost", "read"), [(10.0, 1.0), (1.0, 1.0), (0.5, 3.0)])
@task("by_price")
def test_paid_one_by_one(student, seed, lost, read):
    rng = np.random.default_rng(seed)
    z, y = rng.normal(0, 3, 20).tolist(), rng.integers(0, 2, 20).tolist()
    before = (list(z), list(y))
    junk, bill = student.by_price(z, y, lost, read)
    expect.unchanged(before, (z, y))
    want, total = [], 0.0
    for logit, label in zip(z, y, strict=True):
        p = 1 / (1 + np.exp(-logit))
        want.append(bool((1 - p) * lost <= p * read))
        total += (lost if label == 0 else 0.0) if want[-1] else (read if label == 1 else 0.0)
    expect.equal(np.asarray(junk).tolist(), want)
    expect.close(bill, total / 20, rtol=1e-12, atol=1e-12)


@task("by_price")
def test_equally_dear_is_junk(student):
    junk, bill = student.by_price([0.0, -1.0], [1, 0], 2.0, 2.0)
    expect.equal(np.asarray(junk).tolist(), [True, False])
    expect.close(bill, 0.0, atol=1e-15)


@task("by_price")
def test_far_logits(student):
    junk, bill = student.by_price([800.0, -800.0], [0, 1], 3.0, 1.0)
    expect.equal(np.asarray(junk).tolist(), [True, False])
    expect.close(bill, 2.0, rtol=1e-12)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("lost", "read"), [(4.0, 1.0), (1.0, 1.0), (0.5, 2.0)])
@task("cheapest")
def test_every_rule_tried(student, seed, lost, read):
    rng = np.random.default_rng(seed)
    scores = (rng.integers(0, 6, 9) / 4 - 1).tolist()  # ties, negative ones, in no order
    y = rng.integers(0, 2, 9).tolist()
    before = (list(scores), list(y))
    bill, count = student.cheapest(scores, y, lost, read)
    expect.unchanged(before, (scores, y))
    rules = []
    for threshold in {*scores, max(scores) + 1}:
        junk = [score >= threshold for score in scores]
        cost = sum(lost for j, label in zip(junk, y, strict=True) if j and label == 0)
        cost += sum(read for j, label in zip(junk, y, strict=True) if not j and label == 1)
        rules.append((cost, sum(junk)))
    expect.close(bill, min(rules)[0], rtol=1e-12, atol=1e-12)
    expect.equal(count, min(rules)[1])


@pytest.mark.parametrize(
    ("scores", "y", "want"),
    [([0.5], [1], (0.0, 1)), ([0.5], [0], (0.0, 0)), ([-3.0, -3.0], [1, 1], (0.0, 2))],
)
@task("cheapest")
def test_few_messages(student, scores, y, want):
    bill, count = student.cheapest(scores, y, 1.0, 1.0)
    expect.close(bill, want[0], atol=1e-15)
    expect.equal(count, want[1])


@task("cheapest")
def test_equal_bills_mean_less_junk(student):
    bill, count = student.cheapest([1.0, 2.0, 3.0, 4.0], [1, 0, 1, 0], 1.0, 1.0)
    expect.close(bill, 2.0, rtol=1e-12)
    expect.equal(count, 0)


@task("cheapest")
def test_equal_bills_of_scores_in_no_order(student):
    bill, count = student.cheapest([4.0, 2.0, 1.0, 3.0], [1, 1, 0, 0], 1.0, 1.0)
    expect.close(bill, 1.0, rtol=1e-12)  # one message is junk, or three
    expect.equal(count, 1)


@pytest.mark.parametrize(("share", "new"), [(0.3, 0.05), (0.05, 0.3), (0.9, 0.5), (0.2, 0.2)])
@task("elsewhere")
def test_bayes_by_counting(student, share, new):
    spam, letter = np.array([0.5, 0.3, 0.2, 0.0]), np.array([0.0, 0.1, 0.3, 0.6])
    old = share * spam / (share * spam + (1 - share) * letter)
    want = new * spam / (new * spam + (1 - new) * letter)
    given = old.tolist()
    before = list(given)
    got = student.elsewhere(given, share, new)
    expect.unchanged(before, given)
    expect.close(np.asarray(got), want, rtol=1e-12, atol=1e-15)


LOOKS = {"а": "a", "е": "e", "і": "i", "1": "i", "@": "a", "$": "s", "ß": "ss"}


@pytest.mark.parametrize(
    "word",
    [
        "vіаgrа",
        "v1@gra",
        "\u2066fr\u00adee\u2069",
        "еа",
        "1@$",
        "１ａ",
        "ａ１",
        "ﬁn@l",
        "Stra\u00dfe",
        "Zeit\u200d1",
        "\u200b",
        "",
        "中文1",
        "é1",
        "е\u200b1",
        "а б",
    ],
)
@task("undo")
def test_spellings(student, word):
    plain = unicodedata.normalize("NFKC", word)
    plain = "".join(c for c in plain if unicodedata.category(c) != "Cf")
    if set(plain) & set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"):
        plain = "".join(LOOKS.get(c, c) for c in plain)
    expect.equal(student.undo(word, dict(LOOKS)), plain)


@task("undo")
def test_other_tables(student):
    expect.equal(student.undo("ax", {"x": "y", "y": "z"}), "ay")  # each character once
    expect.equal(student.undo("a0", {}), "a0")
    expect.equal(student.undo("A0", {"0": "o"}), "Ao")


@pytest.mark.parametrize("size", [2, 3, 4, 5, 7])
@pytest.mark.parametrize("length", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 14, 15])
@task("worst_part")
def test_which_parts_are_read(student, size, length):
    words = [str(place) for place in range(length)]
    want, start = [], 0
    while True:
        want.append(words[start : start + size])
        if not words[start + size :]:
            break
        start += size // 2
    seen = []
    student.worst_part(words, size, lambda part: seen.append(list(part)) or len(seen))
    expect.equal(seen, want)


@pytest.mark.parametrize("seed", range(4))
@task("worst_part")
def test_the_first_of_the_worst(student, seed):
    rng = np.random.default_rng(seed)
    words = [str(each) for each in rng.integers(0, 3, 13)]
    before = list(words)
    largest, index = student.worst_part(words, 4, lambda part: part.count("2") - 3)
    expect.unchanged(before, words)
    scores = [words[start : start + 4].count("2") - 3 for start in (0, 2, 4, 6, 8, 10)]
    expect.equal(largest, max(scores))
    expect.equal(index, scores.index(max(scores)))
