"""Hidden tests: random inputs from a fixed seed, answers found by trying all, and the edges."""

from itertools import combinations, product

import numpy as np
import pytest

from ftlib.grading import expect, task


@pytest.mark.parametrize("seed", range(4))
@task("risk_coverage")
def test_counted_item_by_item(student, seed):
    rng = np.random.default_rng(seed)
    confidence = (rng.integers(0, 6, 15) / 8).tolist()  # many ties, in no order
    right = rng.integers(0, 2, 15).tolist()
    before = (list(confidence), list(right))
    coverage, risk = student.risk_coverage(confidence, right)
    expect.unchanged(before, (confidence, right))
    want = []
    for threshold in sorted(set(confidence), reverse=True):
        kept = [r for c, r in zip(confidence, right, strict=True) if c >= threshold]
        want.append((len(kept) / 15, kept.count(0) / len(kept)))
    expect.equal((len(coverage), len(risk)), (len(want), len(want)))
    for mine, wanted in zip(zip(coverage, risk, strict=True), want, strict=True):
        expect.close(np.array(mine), np.array(wanted), rtol=1e-12, atol=1e-12)


@task("risk_coverage")
def test_one_item_that_is_wrong(student):
    coverage, risk = student.risk_coverage([0.5], [0])
    expect.close(np.asarray(coverage), np.array([1.0]), rtol=1e-12)
    expect.close(np.asarray(risk), np.array([1.0]), rtol=1e-12)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("d", [0.0, 0.125, 0.4, 0.6, 2.0])
@task("chow_bill")
def test_several_classes(student, seed, d):
    rng = np.random.default_rng(seed)
    p = rng.dirichlet(np.ones(4), 12)
    y = rng.integers(0, 4, 12)
    declined, bill = student.chow_bill(p.tolist(), y.tolist(), d)
    want, total = [], 0.0
    for row, label in zip(p, y, strict=True):
        guess = max(range(4), key=lambda k, row=row: row[k])
        want.append(bool(1 - row[guess] > d))
        total += d if want[-1] else float(guess != label)
    expect.equal(np.asarray(declined).tolist(), want)
    expect.close(bill, total / 12, rtol=1e-12, atol=1e-12)


@task("chow_bill")
def test_on_the_threshold_it_answers(student):
    declined, bill = student.chow_bill([[0.75, 0.25], [0.25, 0.75], [1.0, 0.0]], [0, 1, 0], 0.25)
    expect.equal(np.asarray(declined).tolist(), [False, False, False])
    expect.close(bill, 0.0, atol=1e-15)


@pytest.mark.parametrize("seed", range(6))
@task("ask")
def test_no_choice_within_the_capacity_gains_more(student, seed):
    rng = np.random.default_rng(seed)
    p, q = rng.uniform(0.5, 1, 6), rng.uniform(0.3, 1, 6)
    costs = (2.0, 0.8, 0.05)
    gain = [2.0 * (1 - a) - 0.8 * (1 - b) - 0.05 for a, b in zip(p, q, strict=True)]
    for capacity in range(8):
        got = [int(i) for i in student.ask(p.tolist(), q.tolist(), *costs, capacity)]
        best = max(
            (c for k in range(min(capacity, 6) + 1) for c in combinations(range(6), k)),
            key=lambda chosen: sum(gain[i] for i in chosen),
        )
        expect.equal(got, sorted(best, key=lambda i: -gain[i]))


@task("ask")
def test_equal_gains_keep_their_order_and_zero_is_not_sent(student):
    got = student.ask([0.5, 0.75, 0.5, 0.5, 1.0], [1.0, 1.0, 1.0, 0.5, 1.0], 1, 1, 0, 5)
    expect.equal(np.asarray(got).tolist(), [0, 2, 1])


@task("ask")
def test_of_many_equal_gains_the_first(student):
    p = [0.5, 0.75] * 30
    got = student.ask(p, [1.0] * 60, 1, 1, 0, 33)
    expect.equal(np.asarray(got).tolist(), [*range(0, 60, 2), 1, 3, 5])


@task("ask")
def test_an_error_may_cost_less_when_a_person_makes_it(student):
    expect.equal(np.asarray(student.ask([0.75], [0.25], 4, 1, 0, 1)).tolist(), [0])
    expect.equal(np.asarray(student.ask([0.25], [0.75], 1, 4, 0, 1)).tolist(), [])


@pytest.mark.parametrize("seed", range(4))
@task("pair")
def test_every_division_of_seven_items(student, seed):
    rng = np.random.default_rng(seed)
    model, person = rng.integers(0, 2, (2, 7)).tolist()
    scores = {
        asked: sum(h if a else m for m, h, a in zip(model, person, asked, strict=True)) / 7
        for asked in product([0, 1], repeat=7)
    }
    for asked in list(scores)[seed::17]:
        got = student.pair(model, person, list(asked))
        expect.close(got["accuracy"], scores[asked], rtol=1e-12, atol=1e-12)
        expect.close(got["over_model"], scores[asked] - sum(model) / 7, rtol=1e-9, atol=1e-12)
        expect.close(got["over_person"], scores[asked] - sum(person) / 7, rtol=1e-9, atol=1e-12)
        expect.close(got["ceiling"], max(scores.values()), rtol=1e-12, atol=1e-12)


@task("pair")
def test_the_same_errors_leave_nothing_to_gain(student):
    got = student.pair([1, 0, 0], [1, 0, 0], [0, 1, 0])
    expect.close(got["ceiling"], 1 / 3, rtol=1e-12)
    expect.close(got["over_model"], 0.0, atol=1e-12)


@pytest.mark.parametrize("seed", range(4))
@task("advised")
def test_the_mean_over_everything_that_can_happen(student, seed):
    rng = np.random.default_rng(seed)
    model, person = rng.integers(0, 2, (2, 9)).tolist()
    r_plus, r_minus = rng.uniform(0, 1, 2).tolist()
    total = 0.0
    for m, h in zip(model, person, strict=True):
        for follows, chance in [(1, r_plus if m else r_minus), (0, 1 - (r_plus if m else r_minus))]:
            total += chance * (m if follows else h)  # where they agree it makes no difference
    expect.close(student.advised(model, person, r_plus, r_minus), total / 9, rtol=1e-9, atol=1e-12)


@task("advised")
def test_blind_following_is_a_straight_line(student):
    model, person = [1, 1, 1, 0], [0, 0, 1, 1]
    for b in (0.0, 0.3, 1.0):
        got = student.advised(model, person, b, b)
        expect.close(got, (1 - b) * 0.5 + b * 0.75, rtol=1e-9)
