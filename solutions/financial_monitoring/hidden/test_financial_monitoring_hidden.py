"""Hidden tests: random cases from fixed seeds, answers worked out another way, and the edges."""

import math

import numpy as np
import pytest

from ftlib.grading import expect, task


@pytest.mark.parametrize("seed", range(5))
@task("corrected")
def test_derivatives_by_differences(student, seed):
    rng = np.random.default_rng(seed)
    n, bad, good = (int(each) for each in rng.integers(40, 400, 3))
    k, found, passed = int(n * rng.uniform(0.1, 0.9)), int(bad * 0.85), int(good * 0.6)

    def share(q, a, b):
        return (q - (1 - b)) / (a - (1 - b))

    at = np.array([k / n, found / bad, passed / good])
    total, step = 0.0, 1e-6
    for place, size in enumerate((n, bad, good)):
        move = np.zeros(3)
        move[place] = step
        slope = (share(*(at + move)) - share(*(at - move))) / (2 * step)
        total += slope**2 * at[place] * (1 - at[place]) / size
    got, error = student.corrected(k, n, found, bad, passed, good)
    expect.close(got, share(*at), rtol=1e-9, atol=1e-12)
    expect.close(error, math.sqrt(total), rtol=1e-6)


@task("corrected")
def test_a_perfect_reader(student):
    got, error = student.corrected(30, 120, 7, 7, 9, 9)
    expect.close(got, 0.25, rtol=1e-12)
    expect.close(error, math.sqrt(0.25 * 0.75 / 120), rtol=1e-9)


@task("corrected")
def test_all_flagged(student):
    got, error = student.corrected(10, 10, 45, 50, 80, 100)
    expect.close(got, 0.8 / 0.7, rtol=1e-12)
    want = (0.8 / 0.7) ** 2 * 0.09 / 50 + (0.1 / 0.7) ** 2 * 0.16 / 100
    expect.close(error, math.sqrt(want) / 0.7, rtol=1e-9)


@pytest.mark.parametrize("seed", range(5))
@task("judged")
def test_topic_by_topic(student, seed):
    rng = np.random.default_rng(seed)
    base = {"oil": 0.55, "ships": 0.3, "sport": 0.05}
    names = list(base)
    day = [(names[int(rng.integers(3))], bool(rng.random() < 0.4)) for _ in range(25)]
    above, spread = 0.0, 0.0
    for name, share in base.items():
        n = sum(topic == name for topic, _ in day)
        above += sum(flag for topic, flag in day if topic == name) - n * share
        spread += n * share * (1 - share)
    before = list(day)
    got = student.judged(day, base)
    expect.unchanged(before, day)
    expect.close(got, above / math.sqrt(spread), rtol=1e-9, atol=1e-12)


@task("judged")
def test_fewer_flags_are_negative(student):
    expect.close(student.judged([("a", False)] * 4, {"a": 0.5}), -2.0, rtol=1e-12)


@task("judged")
def test_no_news_of_either(student):
    expect.equal(float(student.judged([], {"a": 0.5, "b": 0.1})), 0.0)


@task("judged")
def test_one_article_that_is_as_likely_as_not(student):
    expect.close(student.judged([("a", True)], {"a": 0.2, "b": 0.5}), 2.0, rtol=1e-12)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(("weight", "limit"), [(0.2, 1.2), (0.6, 1.5), (1.0, 1.0)])
@task("rings")
def test_sums_written_out(student, seed, weight, limit):
    x = np.random.default_rng(seed).normal(0.4, 1, 30).tolist()
    want, start = [], 0
    for day in range(30):
        ages = np.arange(day - start + 1)
        factors = weight * (1 - weight) ** ages
        level = float(np.dot(factors, x[start : day + 1][::-1]))
        if level > limit * math.sqrt(float(np.sum(factors**2))):
            want.append(day + 1)
            start = day + 1
    before = list(x)
    got = student.rings(x, weight, limit)
    expect.unchanged(before, x)
    expect.equal([int(day) for day in got], want)


@task("rings")
def test_on_the_limit_is_silent(student):
    expect.equal(list(student.rings([2.0, 2.0, 2.5], 1.0, 2)), [3])


@task("rings")
def test_a_weight_of_one_forgets(student):
    expect.equal(list(student.rings([-50.0, 3.0, 3.0], 1.0, 2.5)), [2, 3])


@pytest.mark.parametrize(
    ("steps", "height"),
    [
        ({2: 0.2, 1: 0.2, 0: 0.1, -1: 0.3, -3: 0.2}, 4),
        ({3: 0.3, -1: 0.7}, 5),
        ({1: 0.6, -2: 0.4}, 3),
        ({1: 0.4, 2: 0.0, -1: 0.6}, 4),
    ],
)
@task("mean_run")
def test_probability_pushed_on(student, steps, height):
    where, mean = np.zeros(height), 0.0
    where[0] = 1.0
    for _ in range(6000):  # the mean is the sum of the probabilities of still being silent
        mean += where.sum()
        after = np.zeros(height)
        for s in range(height):
            for step, chance in steps.items():
                t = max(0, s + step)
                if t < height:
                    after[t] += where[s] * chance
        where = after
    got = student.mean_run(dict(steps), height)
    expect.close(got, mean, rtol=1e-8)


@task("mean_run")
def test_only_up(student):
    expect.close(student.mean_run({1: 1.0}, 7), 7.0, rtol=1e-12)
    expect.close(student.mean_run({2: 1.0}, 7), 4.0, rtol=1e-12)


@task("mean_run")
def test_a_long_wait(student):
    # A[0] = sum over heights of the mean time for one step up, from the recursion of a walk
    up, wait, total = 0.3, 0.0, 0.0
    for _ in range(12):
        wait = (1 + 0.7 * wait) / up
        total += wait
    expect.close(student.mean_run({1: 0.3, -1: 0.7}, 12), total, rtol=1e-6)


@pytest.mark.parametrize("seed", range(8))
@task("worth")
def test_every_rule(student, seed):
    rng = np.random.default_rng(seed)
    y = [0, 1, *rng.integers(0, 2, 10).tolist()]
    z = (rng.integers(-4, 5, 12) / 2 + np.array(y)).tolist()  # ties, negative ones, in no order
    rules = []
    for at in set(z):
        flag = [each >= at for each in z]
        tp = sum(f and label == 1 for f, label in zip(flag, y, strict=True))
        fp, fn = sum(flag) - tp, sum(y) - tp
        tn = 12 - tp - fp - fn
        below = (tp + fp) * (fn + tn) * (tp + fn) * (fp + tn)
        if below:
            rules.append(((tp * tn - fp * fn) / math.sqrt(below), sum(flag)))
    best = max([phi for phi, _ in rules], default=0.0)
    want = (0.0, 0)
    if best > 1e-9:
        want = (25 * best**2, min(size for phi, size in rules if phi > best - 1e-9))
    before = (list(z), list(y))
    articles, flagged = student.worth(z, y, 25)
    expect.unchanged(before, (z, y))
    expect.close(articles, want[0], rtol=1e-9, atol=1e-12)
    expect.equal(int(flagged), want[1])


@task("worth")
def test_worse_than_nothing(student):
    articles, flagged = student.worth([3.0, 2.0, -1.0, -2.0], [0, 0, 1, 1], 9.0)
    expect.close(articles, 0.0, atol=1e-12)
    expect.equal(int(flagged), 0)


@task("worth")
def test_all_alike(student):
    articles, flagged = student.worth([1.0, 1.0, 1.0], [0, 1, 1], 9.0)
    expect.close(articles, 0.0, atol=1e-12)
    expect.equal(int(flagged), 0)


@task("worth")
def test_all_but_one(student):
    articles, flagged = student.worth([1.0, 1.0, -1.0, 1.0], [1, 1, 0, 1], 8.0)
    expect.close(articles, 8.0, rtol=1e-12)
    expect.equal(int(flagged), 3)


@task("worth")
def test_equal_but_for_rounding(student):
    # flagging two or four of these has the same correlation, 1/sqrt(2), by exact arithmetic
    articles, flagged = student.worth([5.0, 4.0, 3.0, 2.0, 1.0, 0.0], [1, 1, 0, 1, 0, 0], 10.0)
    expect.close(articles, 5.0, rtol=1e-9)
    expect.equal(int(flagged), 2)
