"""Metrics against scikit-learn, on labels drawn by Hypothesis, and their errors."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as oracle

from ftlib.evaluate import (
    accuracy,
    averaged_scores,
    classification_report,
    confusion_matrix,
    macro_f1,
    precision_recall_f1,
)

labels = st.integers(1, 60).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(0, 3), min_size=n, max_size=n),
        st.lists(st.integers(0, 3), min_size=n, max_size=n),
    )
)


@settings(deadline=None)  # the first call imports, on a busy machine slowly
@given(labels)
def test_accuracy_and_macro_f1_agree_with_scikit_learn(pair):
    truth, predicted = pair
    assert accuracy(truth, predicted) == pytest.approx(oracle.accuracy_score(truth, predicted))
    wanted = oracle.f1_score(truth, predicted, average="macro", zero_division=0)
    assert macro_f1(truth, predicted) == pytest.approx(wanted)


@settings(deadline=None)  # the first call imports, on a busy machine slowly
@given(labels)
def test_confusion_and_per_class_scores_agree_with_scikit_learn(pair):
    truth, predicted = pair
    counts = confusion_matrix(truth, predicted, 4)
    assert (counts == oracle.confusion_matrix(truth, predicted, labels=range(4))).all()
    wanted = oracle.precision_recall_fscore_support(
        truth, predicted, labels=range(4), zero_division=0
    )
    for got, want in zip(precision_recall_f1(truth, predicted, 4), wanted, strict=False):
        np.testing.assert_allclose(got, want)


@settings(deadline=None)  # the first call imports, on a busy machine slowly
@given(labels)
def test_the_report_prints_scikit_learns_figures(pair):
    truth, predicted = pair
    text = classification_report(truth, predicted, ["a", "b", "c", "d"], digits=4)
    wanted = oracle.classification_report(
        truth,
        predicted,
        labels=range(4),
        target_names=list("abcd"),
        output_dict=True,
        zero_division=0,
    )
    rows = {}
    for line in text.splitlines()[1:]:
        if found := re.match(r" *(\w+(?: avg)?) +(.+)$", line):
            rows[found[1]] = [float(figure.replace(",", "")) for figure in found[2].split()]
    for name in ["a", "b", "c", "d", "macro avg", "weighted avg"]:
        want = [wanted[name][key] for key in ("precision", "recall", "f1-score", "support")]
        assert rows[name] == pytest.approx(want, abs=5.1e-5)
    assert rows["accuracy"] == pytest.approx(
        [oracle.accuracy_score(truth, predicted), len(truth)], abs=5.1e-5
    )


@pytest.mark.parametrize("score", [accuracy, macro_f1, lambda a, b: confusion_matrix(a, b, 2)])
@pytest.mark.parametrize(("truth", "predicted"), [([], []), ([0, 1], [0]), ([0, 1], [[0], [1]])])
def test_unequal_or_empty_labels_are_refused(score, truth, predicted):
    with pytest.raises(ValueError, match="y_true has shape"):
        score(truth, predicted)


@pytest.mark.parametrize(
    ("truth", "predicted", "sentence"),
    [
        ([0, 2], [0, 1], "y_true holds 2; labels must be integers from 0 to 1"),
        ([0, 1], [0, -1], "y_pred holds -1"),
        ([0, 1], [0.0, 1.0], "y_pred holds float64"),
    ],
)
def test_labels_without_a_place_are_refused(truth, predicted, sentence):
    with pytest.raises(ValueError, match=sentence):
        confusion_matrix(truth, predicted, 2)
    with pytest.raises(ValueError, match=sentence):
        classification_report(truth, predicted, ["no", "yes"])


@settings(deadline=None)
@given(labels)
def test_averages_agree_with_scikit_learn(pair):
    truth, predicted = pair
    for average in ("macro", "micro", "weighted"):
        want = oracle.precision_recall_fscore_support(
            truth, predicted, labels=range(4), average=average, zero_division=0
        )[:3]
        assert averaged_scores(truth, predicted, 4, average=average) == pytest.approx(want)


def test_an_unknown_average_is_refused():
    with pytest.raises(ValueError, match="average is 'mean'; give 'macro', 'micro' or 'weighted'"):
        averaged_scores([0], [0], 2, average="mean")


def test_the_report_is_text_and_in_a_notebook_a_table():
    report = classification_report([0, 1, 1], [0, 1, 0], ["not <spam>", "spam"], digits=2)
    assert isinstance(report, str)
    table = report._repr_html_()
    rows = re.findall(r"<tr>(.*?)</tr>", table)
    cells = [re.findall(r"<t[hd]>(.*?)</t[hd]>", row) for row in rows]
    assert cells[0] == ["", "precision", "recall", "f1", "support"]
    assert cells[1] == ["not &lt;spam&gt;", "0.50", "1.00", "0.67", "1"]
    assert cells[3] == ["accuracy", "", "", "0.67", "3"]
    assert cells[5][0] == "weighted avg"
    assert {len(each) for each in cells} == {5}
