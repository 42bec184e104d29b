"""Hidden tests: small desks from fixed seeds, counted one by one, and the edges."""

import math

import numpy as np
import pytest

from ftlib.grading import expect, task


def mean(values):
    return sum(values) / len(values) if values else math.nan


@pytest.mark.parametrize("seed", range(4))
@task("what_is_new")
def test_counted(student, seed):
    rng = np.random.default_rng(seed)
    train = [f"t{i}" for i in rng.integers(0, 8, 6)]
    test = [f"t{i}" for i in rng.integers(0, 10, 15)]
    right = rng.integers(0, 2, 15).tolist()
    before = (list(train), list(test), list(right))
    got = student.what_is_new(train, test, right)
    expect.unchanged(before, (train, test, right))
    new = [r for name, r in zip(test, right, strict=True) if name not in train]
    known = [r for name, r in zip(test, right, strict=True) if name in train]
    expect.close(got, (len(new) / 15, mean(new), mean(known)), rtol=1e-6, nan_equal=True)


@task("what_is_new")
def test_all_new(student):
    got = student.what_is_new([], ["a", "ab"], [1, 1])
    expect.close(got, (1.0, 1.0, math.nan), rtol=1e-6, nan_equal=True)


@task("what_is_new")
def test_a_template_with_many_sentences_weighs_more(student):
    got = student.what_is_new(["k"], ["a", "a", "a", "b", "k"], [1, 1, 0, 0, 1])
    expect.close(got, (0.8, 0.5, 1.0), rtol=1e-6)


@task("what_is_new")
def test_a_part_of_a_name_is_another_name(student):
    share, _, _ = student.what_is_new(["turn on the lamp"], ["turn on", "lamp"], [1, 0])
    expect.close(share, 1.0)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("k", [1, 2, 4])
@task("one_vote")
def test_counted_by_article(student, seed, k):
    rng = np.random.default_rng(seed)
    scores = (rng.integers(-3, 4, (9, 5)) / 2).tolist()  # ties are common, negative ones too
    own, articles = rng.integers(0, 5, 9).tolist(), [f"a{i}" for i in rng.integers(0, 4, 9)]
    before = ([list(row) for row in scores], list(own), list(articles))
    got = student.one_vote(scores, own, articles, k)
    expect.unchanged(before, (scores, own, articles))
    found = {}
    for row, column, name in zip(scores, own, articles, strict=True):
        rank = 1 + sum(score >= row[column] for j, score in enumerate(row) if j != column)
        found.setdefault(name, []).append(rank)
    recall = mean([mean([rank <= k for rank in ranks]) for ranks in found.values()])
    mrr = mean([mean([1 / rank for rank in ranks]) for ranks in found.values()])
    expect.close(got, (recall, mrr), rtol=1e-6)


@task("one_vote")
def test_all_alike_finds_nothing(student):
    got = student.one_vote([[0.0] * 4] * 3, [0, 1, 2], ["x", "y", "z"], 3)
    expect.close(got, (0.0, 0.25), rtol=1e-6, atol=1e-12)


def cautious(k, n):
    """A lower end that is easy to work out: as if one answer more had been wrong."""
    return k / (n + 1)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("accuracy", [0.4, 0.6, 0.8])
@task("walk")
def test_every_step(student, seed, accuracy):
    rng = np.random.default_rng(seed)
    confidence = (rng.integers(0, 12, 20) / 4 - 1).tolist()  # in no order, with ties, below 0 too
    right = (rng.random(20) < 0.75).astype(int).tolist()
    counts = [2, 4, 7, 11, 16, 20]
    before = (list(confidence), list(right), list(counts))
    got = student.walk(confidence, right, accuracy, counts, cautious)
    expect.unchanged(before, (confidence, right, counts))
    want = math.inf
    for count in counts:
        threshold = -sorted(-c for c in confidence)[count - 1]
        rows = [i for i in range(20) if confidence[i] >= threshold]
        if cautious(sum(right[i] for i in rows), len(rows)) < accuracy:
            break
        want = threshold
    expect.equal(got, want)


@task("walk")
def test_just_enough_is_enough(student):
    expect.equal(student.walk([2.0, 1.0], [1, 1], 0.5, [1, 2], lambda k, n: 0.5), 1.0)


@task("walk")
def test_what_is_asked(student):
    asked = []

    def lower(k, n):
        asked.append((int(k), int(n)))
        return 1.0

    expect.equal(student.walk([1.0, 3.0, 2.0, 3.0], [0, 1, 1, 0], 0.9, [1, 3, 4], lower), 1.0)
    ties = {(1, 2), (2, 3), (2, 4)} <= set(asked)  # more often, or more than that, will do
    expect.true(ties, f"lower(k, n) counts all with at least that confidence; asked {asked}")


@pytest.mark.parametrize("accuracy", [0.75, 0.9, 1.0])
@pytest.mark.parametrize("least", [0.3, 0.75, 0.95, 1.0])
@pytest.mark.parametrize(("coverage", "stray"), [(0.5, 0.3), (1.0, 1.0), (0.2, 0.9), (0.4, 0.0)])
@task("strays_borne")
def test_at_the_edge(student, accuracy, least, coverage, stray):
    share = student.strays_borne(accuracy, coverage, stray, least)
    expect.between(share, 0.0, 1.0)

    def right(s):
        return accuracy * (1 - s) * coverage / ((1 - s) * coverage + s * stray)

    if accuracy < least:
        expect.equal(share, 0.0)
    elif stray == 0:
        expect.equal(share, 1.0)
    else:
        expect.close(right(share), least, rtol=1e-9)


def one_by_one(turns):
    done, intent_now, slots_now = [], None, {}
    for intent, slots, goes_on in turns:
        if intent_now is not None and goes_on and len(slots) > 0:
            slots_now = {key: slots.get(key, slots_now.get(key)) for key in [*slots_now, *slots]}
        elif intent is not None:
            intent_now, slots_now = intent, dict(slots)
        else:
            intent_now, slots_now = None, {}
        done.append(None if intent_now is None else (intent_now, dict(slots_now)))
    return done


@pytest.mark.parametrize("seed", range(10))
@task("converse")
def test_conversations(student, seed):
    rng = np.random.default_rng(seed)
    turns = []
    for _ in range(12):
        intent = [None, "on", "off", "list"][rng.integers(4)]
        filled = {s: str(rng.integers(9)) for s in ("area", "name") if rng.random() < 0.4}
        turns.append((intent, filled, bool(rng.random() < 0.6)))
    before = [(intent, dict(slots), on) for intent, slots, on in turns]
    got = student.converse(turns)
    expect.unchanged(before, turns)
    expect.equal(got, one_by_one(before))


@task("converse")
def test_going_on_twice(student):
    turns = [
        ("on", {"area": "hall"}, True),  # nothing to go on from: a command of its own
        ("off", {"name": "lamp"}, True),  # goes on, though a sorter thinks it knows an intent
        (None, {"area": "attic"}, True),
        ("off", {}, True),  # fills no slot: a new command
    ]
    want = [
        ("on", {"area": "hall"}),
        ("on", {"area": "hall", "name": "lamp"}),
        ("on", {"area": "attic", "name": "lamp"}),
        ("off", {}),
    ]
    expect.equal(student.converse(turns), want)
    expect.equal(student.converse([]), [])
