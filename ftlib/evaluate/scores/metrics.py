"""Accuracy, macro-F1, the confusion matrix and a readable report (oracle: scikit-learn)."""

from __future__ import annotations

import html
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray


def accuracy(y_true: ArrayLike, y_pred: ArrayLike) -> float:
    """The share of items whose predicted label is the true one. Both have shape [N], N ≥ 1.

    Raises:
        ValueError: for empty arguments or unequal shapes (which NumPy would broadcast).
    """
    truth, predicted = _pair(y_true, y_pred)
    return float(np.mean(truth == predicted))


def confusion_matrix(y_true: ArrayLike, y_pred: ArrayLike, classes: int) -> NDArray[np.int64]:
    """Counts, shape [classes, classes]: row = true label, column = predicted label.

    Args:
        y_true, y_pred: integer labels in 0 … classes − 1, shape [N], N ≥ 1.
        classes: how many labels there are.

    Raises:
        ValueError: for empty arguments, unequal shapes, or a label outside 0 … classes − 1.
    """
    truth, predicted = _pair(y_true, y_pred)
    for name, labels in (("y_true", truth), ("y_pred", predicted)):
        strange = labels[(labels < 0) | (labels >= classes)]
        if not np.issubdtype(labels.dtype, np.integer) or strange.size:
            seen = strange[0] if strange.size else labels.dtype
            raise ValueError(
                f"{name} holds {seen}; labels must be integers from 0 to {classes - 1}, "
                f"for classes={classes}"
            )
    return np.bincount(truth * classes + predicted, minlength=classes**2).reshape(classes, classes)


def precision_recall_f1(
    y_true: ArrayLike, y_pred: ArrayLike, classes: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Precision, recall and F1 of each class, each of shape [classes]; 0 where undefined.

    Arguments and errors: as `confusion_matrix`.
    """
    counts = confusion_matrix(y_true, y_pred, classes)
    hits = np.diag(counts).astype(np.float64)
    predicted, actual = counts.sum(axis=0), counts.sum(axis=1)
    precision = np.divide(hits, predicted, out=np.zeros_like(hits), where=predicted > 0)
    recall = np.divide(hits, actual, out=np.zeros_like(hits), where=actual > 0)
    both = predicted + actual
    f1 = np.divide(2 * hits, both, out=np.zeros_like(hits), where=both > 0)
    return precision, recall, f1


def macro_f1(y_true: ArrayLike, y_pred: ArrayLike) -> float:
    """The plain mean of the F1 of all classes that occur in either argument, each [N], N ≥ 1.

    Raises:
        ValueError: for empty arguments or unequal shapes.
    """
    truth, predicted = _pair(y_true, y_pred)
    labels, codes = np.unique(np.concatenate([truth, predicted]), return_inverse=True)
    split = len(truth)
    return float(precision_recall_f1(codes[:split], codes[split:], len(labels))[2].mean())


def averaged_scores(
    y_true: ArrayLike, y_pred: ArrayLike, classes: int, *, average: str
) -> tuple[float, float, float]:
    """Precision, recall and F1 averaged over the classes.

    Args:
        y_true, y_pred, classes: as `confusion_matrix`.
        average: `"macro"`: the plain mean of the classes' scores; `"weighted"`: weighted by how
            many items each class has; `"micro"`: from the pooled counts: with one label and one
            prediction for each item, all three are the accuracy.

    Raises:
        ValueError: as `confusion_matrix`, or for another `average`.

    Source: chapter *Evaluation*, equation (f1-averages).
    """
    if average not in ("macro", "micro", "weighted"):
        raise ValueError(f"average is {average!r}; give 'macro', 'micro' or 'weighted'")
    counts = confusion_matrix(y_true, y_pred, classes)
    if average == "micro":
        share = float(np.trace(counts) / counts.sum())
        return share, share, share
    weights = counts.sum(axis=1) if average == "weighted" else np.ones(classes)
    columns = precision_recall_f1(y_true, y_pred, classes)
    precision, recall, f1 = (float(np.average(column, weights=weights)) for column in columns)
    return precision, recall, f1


class Report(str):
    """The text of a report; a notebook shows it as a table."""

    def _repr_html_(self) -> str:
        heading, *lines = (line for line in self.splitlines() if line.strip())
        head = "".join(f"<th>{html.escape(name)}</th>" for name in ["", *heading.split()])
        return f"<table><tr>{head}</tr>{''.join(_html_row(line) for line in lines)}</table>"


def _html_row(line: str) -> str:
    accuracy = line.split()[0] == "accuracy" and len(line.split()) == 3
    name, *figures = line.rsplit(None, 2 if accuracy else 4)
    cells = ["", "", *figures] if accuracy else figures
    inner = "".join(f"<td>{html.escape(cell)}</td>" for cell in cells)
    return f"<tr><th>{html.escape(name.strip())}</th>{inner}</tr>"


def classification_report(
    y_true: ArrayLike, y_pred: ArrayLike, label_names: Sequence[str], *, digits: int = 3
) -> Report:
    """Precision, recall, F1 and support of each class, with accuracy and the two averages.

    Returns:
        A `str` that a notebook shows as a table when it ends a cell.

    Args:
        y_true, y_pred: integer labels, shape [N], in 0 … len(label_names) − 1.
        label_names: the name of label 0, 1, …

    Raises:
        ValueError: for empty arguments, unequal shapes, or a label that has no name.
    """
    classes = len(label_names)
    truth, predicted = _pair(y_true, y_pred)
    columns = precision_recall_f1(truth, predicted, classes)
    support = np.bincount(truth, minlength=classes)
    width = max(*(len(name) for name in label_names), len("weighted avg"))
    lines = [f"{'':>{width}}  precision  recall      f1  support"]

    def row(name: str, figures: Sequence[float], count: int) -> str:
        precision, recall, f1 = (f"{figure:.{digits}f}" for figure in figures)
        return f"{name:>{width}}  {precision:>9}  {recall:>6}  {f1:>6}  {count:>7,}"

    for label, name in enumerate(label_names):
        lines.append(row(name, [column[label] for column in columns], support[label]))
    total = int(support.sum())
    lines.append("")
    score = f"{accuracy(truth, predicted):.{digits}f}"
    lines.append(f"{'accuracy':>{width}}  {'':>9}  {'':>6}  {score:>6}  {total:>7,}")
    lines.append(row("macro avg", [column.mean() for column in columns], total))
    weighted = [float(np.average(column, weights=support)) for column in columns]
    lines.append(row("weighted avg", weighted, total))
    return Report("\n".join(lines))


def _pair(y_true: ArrayLike, y_pred: ArrayLike) -> tuple[NDArray, NDArray]:
    truth, predicted = np.asarray(y_true), np.asarray(y_pred)
    if truth.ndim != 1 or truth.shape != predicted.shape or len(truth) == 0:
        raise ValueError(
            f"y_true has shape {truth.shape} and y_pred {predicted.shape}; "
            "give two lists of the same N ≥ 1 labels"
        )
    return truth, predicted
