"""Hidden tests: random inputs from a fixed seed, against SciPy and scikit-learn, and the edges."""

from fractions import Fraction

import numpy as np
import pytest
from scipy import stats
from sklearn import metrics

from ftlib.grading import expect, task


@pytest.mark.parametrize("average", ["macro", "weighted", "micro"])
@pytest.mark.parametrize("seed", range(4))
@task("averaged_f1")
def test_random_tables_agree_with_scikit_learn(student, seed, average):
    rng = np.random.default_rng(seed)
    classes = int(rng.integers(2, 6))
    counts = rng.integers(0, 12, size=(classes, classes)) * rng.integers(0, 2, (classes, classes))
    counts[0, 1] += 3
    counts[1, 1] += 2
    truth, called = np.indices(counts.shape)
    y, p = np.repeat(truth.ravel(), counts.ravel()), np.repeat(called.ravel(), counts.ravel())
    want = metrics.f1_score(y, p, labels=range(classes), average=average, zero_division=0)
    before = counts.copy()
    expect.close(student.averaged_f1(counts, average), want, rtol=1e-9, atol=1e-12)
    expect.unchanged(before, counts)


@task("averaged_f1")
def test_micro_is_the_accuracy(student):
    counts = np.array([[50, 3, 1], [9, 1, 0], [2, 2, 2]])
    expect.close(student.averaged_f1(counts, "micro"), 53 / 70, rtol=1e-12)


@pytest.mark.parametrize("digits", [0, 1, 6])
@pytest.mark.parametrize("seed", range(3))
@task("auc")
def test_random_scores_agree_with_scikit_learn(student, seed, digits):
    rng = np.random.default_rng(seed)
    y = np.r_[0, 1, rng.integers(0, 2, 40)]
    scores = np.round(rng.normal(size=42) * 2 + y, digits)
    expect.close(student.auc(y, scores), metrics.roc_auc_score(y, scores), rtol=1e-9)


@task("auc")
def test_a_reversed_order_is_zero_and_not_one(student):
    y, scores = np.array([1, 1, 0, 0]), np.array([-4.0, -3.0, -2.0, -1.0])
    expect.close(student.auc(y, scores), 0.0, atol=1e-12)


@task("auc")
def test_no_positive_is_refused(student):
    expect.raises(ValueError, student.auc, np.zeros(3, int), np.arange(3.0))


@pytest.mark.parametrize("bins", [1, 2, 4, 8, 16])
@task("calibration_error")
def test_random_forecasts_bin_by_bin(student, bins):
    rng = np.random.default_rng(bins)
    # Sixteenths: exact in binary, and on the edges of the bins.
    sixteenths = rng.integers(0, 17, size=70)
    p, y = sixteenths / 16, rng.integers(0, 2, 70)
    want = Fraction(0)
    for b in range(bins):
        rows = [
            i
            for i, s in enumerate(sixteenths)
            if Fraction(b, bins) <= Fraction(int(s), 16)
            and (Fraction(int(s), 16) < Fraction(b + 1, bins) or b == bins - 1)
        ]
        gap = sum(
            (Fraction(int(y[i])) - Fraction(int(sixteenths[i]), 16) for i in rows), Fraction()
        )
        want += abs(gap)
    expect.close(student.calibration_error(p, y, bins), float(want / 70), rtol=1e-9, atol=1e-12)


@task("calibration_error")
def test_gaps_of_opposite_sign_do_not_cancel(student):
    p, y = np.array([0.25, 0.25, 0.75, 0.75]), np.array([1, 1, 0, 0])
    expect.close(student.calibration_error(p, y, 2), 0.75, rtol=1e-12)


@pytest.mark.parametrize(("k", "n"), [(0, 1), (1, 1), (1, 3), (97, 100), (0, 50), (730, 1000)])
@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
@task("wilson")
def test_wilson_agrees_with_scipy(student, k, n, level):
    z = float(stats.norm.ppf((1 + level) / 2))
    want = stats.binomtest(k, n).proportion_ci(level, "wilson")
    expect.close(student.wilson(k, n, z), (want.low, want.high), rtol=1e-9, atol=1e-12)


def holm_by_rejection(p):
    """The smallest level at which a step-down test rejects each hypothesis."""
    order = sorted(range(len(p)), key=lambda i: p[i])
    adjusted = [0.0] * len(p)
    for step, place in enumerate(order):
        needed = [(len(p) - i) * p[order[i]] for i in range(step + 1)]
        adjusted[place] = min(1.0, max(needed))
    return adjusted


@pytest.mark.parametrize("seed", range(6))
@task("holm_mcnemar")
def test_random_rivals(student, seed):
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(20, 90)), int(rng.integers(1, 6))
    truth = rng.integers(0, 3, n)

    def model(skill):
        return np.where(rng.random(n) < skill, truth, rng.integers(0, 3, n))

    baseline = model(0.5)
    rivals = [model(skill) for skill in rng.uniform(0.4, 0.95, m)]
    p = []
    for rival in rivals:
        a = int(((rival == truth) & (baseline != truth)).sum())
        b = int(((baseline == truth) & (rival != truth)).sum())
        p.append(stats.binomtest(a, a + b).pvalue if a + b else 1.0)
    got = student.holm_mcnemar(truth, rivals, baseline)
    expect.close(got, holm_by_rejection(p), rtol=1e-9, atol=1e-15)


@task("holm_mcnemar")
def test_an_even_split_is_no_evidence(student):
    truth = np.ones(4, int)
    got = student.holm_mcnemar(truth, [np.array([1, 1, 0, 0])], np.array([0, 0, 1, 1]))
    expect.close(got, [1.0], rtol=1e-12)


@task("holm_mcnemar")
def test_the_sequence_never_falls(student):
    # Alone right on 6 and on 7 items of 20, the baseline on none: p = 2/64 and 2/128, so the
    # smaller becomes 2 · 2/128 = 1/32 and the larger may not be below it: 1/32 as well.
    truth, baseline = np.ones(20, int), np.r_[np.zeros(10, int), np.ones(10, int)]
    six, seven = baseline.copy(), baseline.copy()
    six[:6], seven[:7] = 1, 1
    expect.close(student.holm_mcnemar(truth, [six, seven], baseline), [1 / 32, 1 / 32], rtol=1e-12)
    # Two equal values: the second keeps what the first became.
    expect.close(student.holm_mcnemar(truth, [six, six], baseline), [1 / 16, 1 / 16], rtol=1e-12)
    third = baseline.copy()
    third[:5] = 1  # p = 1/16: of three, 3/64, then 2/32, then max(1/16, 2/32)
    got = student.holm_mcnemar(truth, [third, seven, six], baseline)
    expect.close(got, [1 / 16, 3 / 64, 1 / 16], rtol=1e-12)


@pytest.mark.parametrize("seed", range(8))
@task("row_outcomes")
def test_the_true_counts_are_found_and_no_others(student, seed):
    rng = np.random.default_rng(seed)
    digits = int(rng.integers(1, 4))
    n = int(rng.integers(2, 60))
    h = int(rng.integers(1, n + 1))
    m = h + int(rng.integers(0, 40))
    row = [round(h / m, digits), round(h / n, digits), round(2 * h / (m + n), digits)]
    got = [tuple(pair) for pair in student.row_outcomes(*row, n, 120, digits)]
    unit = Fraction(1, 2 * 10**digits) + Fraction(1, 10**9)
    figures = [Fraction(str(each)) for each in row]
    want = []
    for hits in range(n + 1):
        for calls in range(max(1, hits), 121):
            scores = Fraction(hits, calls), Fraction(hits, n), Fraction(2 * hits, calls + n)
            if all(abs(s - f) <= unit for s, f in zip(scores, figures, strict=True)):
                want.append((hits, calls))
    expect.equal(got, want)


@task("row_outcomes")
def test_several_hits_print_one_recall(student):
    got = student.row_outcomes(0.5, 0.5, 0.5, 300, 300)
    expect.equal(sorted({pair[0] for pair in got}), [149, 150, 151])


@task("row_outcomes")
def test_no_hits(student):
    expect.equal(student.row_outcomes(0.0, 0.0, 0.0, 3, 2), [(0, 1), (0, 2)])


@task("row_outcomes")
def test_one_decimal(student):
    got = student.row_outcomes(0.5, 1.0, 0.7, 4, 50, 1)
    expect.equal(got, [(4, 8)])


@pytest.mark.parametrize("precision", [0.1, 0.9])
@task("row_outcomes")
def test_a_precision_that_does_not_fit(student, precision):
    # Five hits of ten, and so ten calls or nearly: a precision of a half.
    expect.equal(student.row_outcomes(precision, 0.5, 0.5, 10, 100), [])


@pytest.mark.parametrize("tie", [0.12, 0.13])
@task("row_outcomes")
def test_an_eighth_prints_as_either_neighbour(student, tie):
    expect.equal(student.row_outcomes(1.0, tie, 0.22, 8, 100), [(1, 1)])
    expect.equal(student.row_outcomes(tie, 1.0, 0.22, 1, 100), [(1, 8)])
    expect.equal(student.row_outcomes(1.0, 0.07, tie, 15, 100), [(1, 1)])


@task("row_outcomes")
def test_no_more_hits_than_there_are(student):
    got = student.row_outcomes(1.0, 1.0, 1.0, 400, 500)
    pairs = [(h, m) for h in range(398, 401) for m in range(h, 500)]
    want = [(h, m) for h, m in pairs if 200 * h >= 199 * max(m, (m + 400) / 2)]
    expect.equal(got, want)
