"""What is wrong with the data is said before the first update, not by a CUDA assertion in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import nn

from ftlib.data import Examples
from ftlib.train.options import Options
from ftlib.train.predicting import logits_of, to_device


def check_validation(validation: Examples | None, options: Options) -> None:
    """Raise when an option needs validation examples and there are none."""
    for name in ("patience", "validate_every"):
        if validation is None and getattr(options, name) is not None:
            raise ValueError(
                f"{name} is {getattr(options, name)} but validation is None; "
                "give validation examples, or leave the option out"
            )


def has_unused(model: nn.Module, data: Examples, device: torch.device) -> bool:
    """Whether some parameter that trains has no part in the logits of the first example.

    DDP waits for the gradient of every parameter unless it is told that some may not come.
    """
    training = model.training
    logits = logits_of(model.eval(), to_device(data.batch(np.array([0])), device))
    model.train(training)
    trained = [each for each in model.parameters() if each.requires_grad]
    return None in torch.autograd.grad(logits.sum(), trained, allow_unused=True)


def check_examples(
    model: nn.Module,
    data: Examples,
    name: str,
    device: torch.device,
    *,
    classes: bool,
    names: bool | Sequence[str] = False,
) -> None:
    """Raise unless there are examples with labels that the model's head can predict.

    Args:
        model: is run on one example, in evaluation mode, to see the shape of its logits.
        data: what the user passed as `name` (`train` or `validation`).
        device: where the model is.
        classes, names: as in `check_labelled`.
    """

    def shape() -> tuple[int, ...]:
        training = model.training
        with torch.inference_mode():
            logits = logits_of(model.eval(), to_device(data.batch(np.array([0])), device))
        model.train(training)
        return tuple(logits.shape)

    check_labelled(shape, data, name, classes=classes, names=names)


def check_labelled(
    shape: Callable[[], tuple[int, ...]],
    data: Examples,
    name: str,
    *,
    classes: bool,
    names: bool | Sequence[str] = False,
) -> None:
    """The same for a model of any framework.

    Args:
        shape: gives the shape of the logits of the first example.
        data: what the user passed as `name` (`train` or `validation`).
        classes: the labels are classes 0 … C − 1 and the logits [B, C] (cross-entropy).
        names: of the classes, for a report; there must be C of them.
    """
    if len(data) == 0:
        raise ValueError(f"{name} is empty; give at least one example")
    if data.labels is None:
        raise ValueError(f"{name} has no labels; its frame needs a column 'label'")
    lengths = np.asarray(data.lengths)
    if lengths.min() < 1:
        raise ValueError(
            f"{name} has an example of length {lengths.min()}, row {int(lengths.argmin())}; drop "
            "it, or let the tokenizer add its special tokens"
        )
    if not classes:
        return
    labels = np.asarray(data.labels)
    if not np.issubdtype(labels.dtype, np.integer):
        raise ValueError(
            f"{name} has labels of dtype {labels.dtype}; cross-entropy needs integer classes "
            "(cast them, or pass another loss)"
        )
    found = shape()
    if len(found) != 2:
        raise ValueError(
            f"model gives logits of shape {found} for one example of {name}; "
            "cross-entropy needs [B, classes]"
        )
    head = found[1]
    if not isinstance(names, bool) and len(names) != head:
        raise ValueError(
            f"report names {len(names)} classes, but the model's head has {head} outputs; give "
            "one name for each"
        )
    outside = labels[(labels < 0) | (labels >= head)]
    if len(outside):
        raise ValueError(
            f"{name} has the label {outside[0]}, but the model's head has {head} outputs "
            f"(0 … {head - 1}); give the head one output for each class"
        )
