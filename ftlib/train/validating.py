"""Loss and metric on examples that are not trained on."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from ftlib.data import Examples
from ftlib.evaluate import accuracy
from ftlib.train.predicting import each_batch
from ftlib.train.run import Run, Validation

Loss: TypeAlias = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
Metric: TypeAlias = Callable[[NDArray[Any], NDArray[Any]], float]


class Diverged(ValueError):
    """The loss became infinite or NaN; the sentence names the step."""


def validate(
    model: nn.Module,
    data: Examples,
    loss: Loss,
    metric: Metric | None,
    run: Run,
    device: torch.device,
    dtype: torch.dtype,
) -> Validation:
    """The mean loss over all of `data` (not the mean of batch means), and the metric.

    The batches are of unequal size, so each counts by its number of examples.

    Raises:
        Diverged: when the loss is NaN or infinite.
    """
    total = 0.0
    labels, logits = [], []
    for rows, batch, output in each_batch(model, data, 2 * run.options.batch_size, device, dtype):
        with torch.inference_mode():
            total += float(loss(output, batch["labels"])) * len(rows)
        labels.append(batch["labels"].cpu().numpy())
        logits.append(output.cpu().numpy())
    truth, scores = np.concatenate(labels), np.concatenate(logits)
    step = len(run.steps)
    if not math.isfinite(total):
        raise Diverged(
            f"the validation loss is {total} after step {step}; lower learning_rate "
            f"({run.options.learning_rate}), or look for NaN in the validation inputs"
        )
    epoch = step * run.options.batch_size / run.examples
    return Validation(step, epoch, total / len(data), _score(metric, truth, scores))


def _score(metric: Metric | None, labels: NDArray[Any], logits: NDArray[Any]) -> float | None:
    if metric is not None:
        return float(metric(labels, logits))
    if np.issubdtype(labels.dtype, np.integer) and labels.ndim == 1 and logits.ndim == 2:
        return accuracy(labels, logits.argmax(axis=1))
    return None
