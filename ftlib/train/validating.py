"""Loss and metric on examples that are not trained on."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import singledispatch
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray

from ftlib.data import Examples
from ftlib.evaluate import accuracy, classification_report
from ftlib.train.counting import IGNORED
from ftlib.train.predicting import each_batch
from ftlib.train.run import Run, Validation

if TYPE_CHECKING:
    from ftlib.train.engine import Engine

Loss: TypeAlias = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
Metric: TypeAlias = Callable[[NDArray[Any], NDArray[Any]], float]


class Diverged(ValueError):
    """The loss became infinite or NaN; the sentence names the step and the rows of its batch.

    Attributes:
        step: the update, from 1; epoch: the pass, from 1; rows: of the training examples.
    """

    def __init__(self, sentence: str, *, step: int = 0, epoch: int = 0, rows: Any = ()) -> None:
        super().__init__(sentence)
        self.step, self.epoch, self.rows = step, epoch, [int(row) for row in rows]


class Judged(NamedTuple):
    """A batch that was judged: its rows, labels and logits as arrays, over how many terms its mean
    loss is, and that loss."""

    rows: NDArray[np.int64]
    labels: NDArray[Any]
    logits: NDArray[Any]
    terms: int
    loss: float


@singledispatch
def judged(engine: Any, data: Examples) -> Iterator[Judged]:
    """Every batch of `data`, judged without a gradient; another framework registers its own."""
    for output in each_batch(
        engine.judged, data, engine.validation_batch, engine.device, engine.dtype, engine.world
    ):
        answers = output.batch["labels"]
        terms, loss = engine.count(answers), 0.0
        if terms:  # the mean over no term at all would be NaN
            with torch.inference_mode():
                loss = float(engine.loss(output.logits, answers))
        yield Judged(output.rows, answers.cpu().numpy(), output.logits.cpu().numpy(), terms, loss)


def validate(
    engine: Engine, data: Examples, metric: Metric | None, run: Run, position: float
) -> Validation:
    """The mean loss over all of `data` (not the mean of batch means), and the metric.

    The batches are of unequal size, so each counts by its number of terms. In a world of several
    processes each takes a share of the batches, and all get the same result.

    Args:
        engine: what is trained, and how.
        data: validation examples.
        metric: takes labels [N] and logits [N, …], in the order of `data`.
        run: the history so far; gets the classification report, if one is wanted.
        position: how many passes over the training examples were made (a fraction).

    Raises:
        Diverged: when the loss is NaN or infinite.
    """
    total, terms = 0.0, 0
    rows, labels, logits = [], [], []
    for batch in judged(engine, data):
        total += batch.loss * batch.terms
        terms += batch.terms
        rows.append(batch.rows)
        labels.append(batch.labels)
        logits.append(batch.logits)
    parts = engine.world.gather((total, terms, rows, labels, logits))
    total, terms = sum(part[0] for part in parts), sum(part[1] for part in parts)
    step = len(run.steps)
    if not math.isfinite(total):
        raise Diverged(
            f"the validation loss is {total} after step {step}; lower learning_rate "
            f"({run.options.learning_rate}), or look for NaN in the validation inputs",
            step=step,
        )
    truth, scores = _in_order(*([item for part in parts for item in part[k]] for k in (2, 3, 4)))
    if run.options.report and _are_classes(truth, scores):
        wanted = run.options.report
        names = [str(each) for each in range(scores.shape[1])] if wanted is True else list(wanted)
        run.reports[step] = classification_report(truth, scores.argmax(axis=1), names)
    return Validation(step, position, total / max(terms, 1), _score(metric, truth, scores))


def _in_order(
    rows: list[NDArray[Any]], labels: list[NDArray[Any]], logits: list[NDArray[Any]]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Labels and logits of all batches in the order of the data; of tokens, those that count."""
    order = np.argsort(np.concatenate(rows), kind="stable")
    if labels[0].ndim != 2 or logits[0].ndim != 3:
        return np.concatenate(labels)[order], np.concatenate(logits)[order]
    truth = [row for batch in labels for row in batch]  # one array a text, of its batch's width
    scores = [row for batch in logits for row in batch]
    counted = [truth[place] != IGNORED for place in order]
    return (
        np.concatenate([truth[at][mask] for at, mask in zip(order, counted, strict=True)]),
        np.concatenate([scores[at][mask] for at, mask in zip(order, counted, strict=True)]),
    )


def _are_classes(labels: NDArray[Any], logits: NDArray[Any]) -> bool:
    return np.issubdtype(labels.dtype, np.integer) and labels.ndim == 1 and logits.ndim == 2


def _score(metric: Metric | None, labels: NDArray[Any], logits: NDArray[Any]) -> float | None:
    if metric is not None:
        return float(metric(labels, logits))
    if _are_classes(labels, logits):
        return accuracy(labels, logits.argmax(axis=1))
    return None
