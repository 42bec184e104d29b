"""The auditor never accuses a possible table, and with two classes misses no impossible one."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as oracle

from ftlib.evaluate import classification_report, parse_report, table_audit

confusions = st.integers(2, 4).flatmap(
    lambda k: st.tuples(
        st.lists(st.integers(0, 40), min_size=k * k, max_size=k * k)
        .filter(any)
        .map(lambda cells: np.array(cells).reshape(k, k)),
        st.integers(1, 4),
    )
)


def labels_of(counts):
    truth, predicted = np.indices(counts.shape)
    return np.repeat(truth.ravel(), counts.ravel()), np.repeat(predicted.ravel(), counts.ravel())


@settings(deadline=None, max_examples=80)
@given(confusions)
def test_our_own_reports_are_never_accused(drawn):
    counts, digits = drawn
    truth, predicted = labels_of(counts)
    text = classification_report(truth, predicted, list("abcd")[: len(counts)], digits=digits)
    assert table_audit(text) == []


@settings(deadline=None, max_examples=80)
@given(confusions, st.sampled_from([0, 1, np.nan]), st.booleans())
def test_scikit_learns_reports_are_never_accused(drawn, undefined, subset):
    counts, digits = drawn
    truth, predicted = labels_of(counts)
    labels = np.arange(len(counts) - subset)  # without the last class: micro instead of accuracy
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # averages of nothing
        text = oracle.classification_report(
            truth, predicted, labels=labels, digits=digits, zero_division=undefined
        )
    assert table_audit(text) == []


PAIR = """
         precision recall f1 support
no       {} {} {} {}
yes      {} {} {} {}
accuracy                {} {}
macro avg    {} {} {} {}
weighted avg {} {} {} {}
"""


def figures(a, b, n):
    """All figures of a two-class report with a and b hits, or None where one is undefined."""
    calls = a + n[1] - b, b + n[0] - a
    if 0 in calls:
        return None
    p, r = (a / calls[0], b / calls[1]), (a / n[0], b / n[1])
    f = 2 * a / (calls[0] + n[0]), 2 * b / (calls[1] + n[1])
    macro = [(x[0] + x[1]) / 2 for x in (p, r, f)]
    weighted = [(x[0] * n[0] + x[1] * n[1]) / sum(n) for x in (p, r, f)]
    return [p[0], r[0], f[0], p[1], r[1], f[1], (a + b) / sum(n), *macro, *weighted]


def table(printed, n):
    t = sum(n)
    f = printed
    return PAIR.format(*f[:3], n[0], *f[3:6], n[1], f[6], t, *f[7:10], t, *f[10:], t)


@pytest.mark.parametrize("seed", range(60))
def test_with_two_classes_the_verdict_is_that_of_trying_everything(seed):
    rng = np.random.default_rng(seed)
    n = [int(each) for each in rng.integers(3, 30, 2)]
    a, b = (int(rng.integers(1, each + 1)) for each in n)
    true = figures(a, b, n)
    if true is None:
        a -= 1
        true = figures(a, b, n)
    printed = [round(each, 2) for each in true]
    for place in rng.choice(13, size=seed % 4, replace=False):  # none, one, two or three lies
        printed[place] = min(1.0, max(0.0, printed[place] + rng.choice([-0.02, -0.01, 0.01])))
    possible = False
    for i in range(n[0] + 1):
        for j in range(n[1] + 1):
            others = figures(i, j, n)
            if others is None:
                continue
            fits = np.abs(np.array(others) - np.round(printed, 2)) <= 0.005 + 1e-9
            possible |= bool(fits.all())
    text = table([f"{each:.2f}" for each in printed], n)
    assert (table_audit(text) == []) == possible


@pytest.mark.parametrize("seed", range(60))
def test_without_averages_the_two_rows_must_still_fit_each_other(seed):
    rng = np.random.default_rng(seed)
    n = [int(each) for each in rng.integers(4, 25, 2)]
    true = None
    while true is None:
        true = figures(*(int(rng.integers(1, each + 1)) for each in n), n)
    # The rows of two different outcomes: each is possible, together they seldom are.
    other = None
    while other is None:
        other = figures(*(int(rng.integers(1, each + 1)) for each in n), n)
    printed = [*true[:3], *other[3:6]]
    possible = False
    for i in range(n[0] + 1):
        for j in range(n[1] + 1):
            both = figures(i, j, n)
            if both is not None:
                fits = np.abs(np.array(both[:6]) - np.round(printed, 1)) <= 0.05 + 1e-9
                possible |= bool(fits.all())
    shown = [f"{each:.1f}" for each in np.round(printed, 1)]
    text = f"no {' '.join(shown[:3])} {n[0]}\nyes {' '.join(shown[3:])} {n[1]}\n"
    assert (table_audit(f"{text}accuracy nan {sum(n)}") == []) == possible


CONTROL = table(["0.80"] * 3 + ["0.75"] * 3 + ["0.78"] * 7, (5, 4))


@pytest.mark.parametrize(
    ("old", "new", "where", "words"),
    [
        ("0.80 0.80 0.80", "0.80 0.80 0.82", "no", "F1 0.82 is not the harmonic mean"),
        ("0.80 0.80 0.80", "0.80 0.83 0.81", "no", "no whole number of 5 items gives a recall"),
        ("macro avg    0.78", "macro avg    0.79", "macro avg", "not the macro mean"),
        ("weighted avg 0.78", "weighted avg 0.85", "weighted avg", "above every row"),
        ("weighted avg 0.78", "weighted avg 0.70", "weighted avg", "below every row"),
        ("0.78 9\nmacro", "0.89 9\nmacro", "accuracy", "leave 7 … 7 of 9 right, not 0.89"),
        ("0.78 9\nmacro", "0.78 12\nmacro", "support", "add up to 9, printed is 12"),
        ("0.75 4", "0.73 4", "yes", "F1 0.73"),
    ],
)
def test_each_lie_is_named(old, new, where, words):
    assert table_audit(CONTROL) == []
    assert old in CONTROL
    found = [str(each) for each in table_audit(CONTROL.replace(old, new))]
    assert any(each.startswith(f"{where}: ") and words in each for each in found), found


def test_a_lie_that_only_the_pair_of_counts_betrays():
    # A widespread second report. Row by row and on average it could be; but 127 and 124 hits of
    # 141 and 133 mean 136 and 138 calls, and so precisions of .934 and .899.
    text = PAIR.format(
        *["0.92", "0.90", "0.91", 141, "0.92", "0.93", "0.93", 133, "0.92", 274],
        *[*["0.92"] * 3, 274] * 2,
    )
    found = table_audit(text)
    assert found
    assert all(each.needs_all_rows for each in found)


def test_predictions_must_be_as_many_as_items():
    rows = "a 0.50 0.50 0.50 40\nb 0.80 0.80 0.80 10\nc 1.00 0.80 0.89 10\n"
    found = table_audit(rows + "accuracy 0.60 60")
    assert [each.where for each in found] == ["predictions"]
    assert table_audit(rows) == []  # without an accuracy, items may have no prediction


def test_micro_averages():
    rows = "a 0.500 0.500 0.500 40\nb 0.800 0.800 0.800 10\n"
    assert table_audit(rows + "micro avg 0.560 0.560 0.560 50") == []
    wrong = table_audit(rows + "micro avg 0.700 0.580 0.560 50")
    words = " | ".join(str(each) for each in wrong)
    assert "micro avg: F1 0.560 is not the harmonic mean" in words
    assert "micro recall: the rows' recalls leave 28 … 28 of 50 right" in words
    assert "precision 0.700 is not all hits over all calls" in words
    assert [
        each.where for each in table_audit(rows + "micro avg 0.700 0.580 0.560 50", complete=False)
    ] == ["micro avg"]


def test_a_class_that_is_never_called_may_print_a_precision_of_one():
    truth, predicted = [0, 0, 1, 1, 1], [0, 0, 0, 0, 0]
    for undefined in (0, 1):
        text = oracle.classification_report(truth, predicted, zero_division=undefined)
        assert table_audit(text) == []


def test_calls_are_whole_numbers_too():
    # 5 hits of 10; 9 calls would print .56 and 10 would print .50.
    (found,) = table_audit("a 0.55 0.50 0.53 10")
    assert "no whole numbers of hits and calls print 0.55, 0.50, 0.53" in found.sentence
    assert table_audit("a 0.56 0.50 0.53 10") == []


def test_three_names_of_one_number():
    text = "a 0.50 0.50 0.50 40\naccuracy 0.50 60\nweighted avg 0.70 0.70 0.70 60"
    (found,) = table_audit(text, complete=False)
    assert "accuracy 0.50 and weighted recall 0.70 are the same number" in found.sentence
    assert not found.needs_all_rows


def test_hidden_rows_explain_sums_and_averages_only():
    text = "a 0.889 0.800 0.842 10\nmacro avg 0.950 0.900 0.900 1,234"
    assert table_audit(text, complete=False) == []
    assert all(each.needs_all_rows for each in table_audit(text))
    assert parse_report(text).total == 1234


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "text has no line with a name"),
        ("accuracy 0.90 10", "text has no line with a name"),
        ("spam 90.0 80.0 85.0 12", "scores are at most 1"),
    ],
)
def test_what_is_no_report_is_refused(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        table_audit(text)
