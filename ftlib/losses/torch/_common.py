"""Checks and reductions that the binary losses in PyTorch share."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from ftlib.losses import _validate
from ftlib.losses.torch._classes import (
    as_numpy,
    may_look,
    require_floating,
    require_real,
    require_tensors,
    working,
)


def matched(name: str, prediction: Tensor, y: Tensor, reduction: str) -> tuple[Tensor, Tensor]:
    """Both tensors in the dtype to work in (at least float32), after the checks of shape.

    Half precision has too few digits to subtract and add in; the result goes back to it.
    """
    require_tensors(**{name: prediction, "y": y})
    require_floating(name, prediction)
    require_real("y", y)
    _validate.require_same_shape(name, prediction.shape, y.shape)
    _validate.require_reduction(reduction, prediction.numel(), name)
    work = working(prediction)
    return prediction.to(work), y.to(work)


def prepared(
    name: str, prediction: Tensor, y: Tensor, reduction: str, validate: bool
) -> tuple[Tensor, Tensor]:
    """As `matched`, after the checks of values."""
    both = matched(name, prediction, y, reduction)
    if validate and may_look(prediction, y):
        sound(name, prediction, y, prediction)
    return both


def sound(name: str, prediction: Tensor, y: Tensor, tell: Tensor) -> None:
    """Raise for NaN, a target or a probability outside [0, 1].

    `tell` is NaN where the prediction is (its loss will do): so a reduced loss spares a pass.
    """
    if prediction.numel() == 0:
        return
    good = _inside(y.detach()) and (name != "p" or _inside(prediction.detach()))
    tell = tell.detach()
    if not good or (math.isnan(tell.item()) if tell.ndim == 0 else tell.isnan().any()):
        check = _validate.require_unit_interval if name == "p" else _validate.require_no_nan
        check(name, as_numpy(prediction))
        _validate.require_unit_interval("y", as_numpy(y))


def _inside(x: Tensor) -> bool:
    low, high = torch.aminmax(x)  # NaN passes through to both, and fails
    return low.item() >= 0 and high.item() <= 1


def reduced(
    losses: Tensor, reduction: str, dtype: torch.dtype, kept: Tensor | None = None
) -> Tensor:
    """`losses` reduced in their own dtype and handed back in the caller's.

    The mean is over the elements `kept` (none: all); of no element it is 0.
    """
    if reduction == "mean":
        losses = losses.mean() if kept is None else losses.sum() / kept.sum().clamp(min=1)
    elif reduction == "sum":
        losses = losses.sum()
    return losses.to(dtype)


def ratio(a: Tensor, b: Tensor) -> Tensor:
    """a / b, and 0 where a is 0. The inner `where` keeps 0/0 out of the second derivative."""
    absent = a == 0
    return torch.where(absent, 0.0, a / torch.where(absent, torch.ones_like(b), b))
