"""Checks and reductions that the binary losses in PyTorch share."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from ftlib.losses import _binary, _validate
from ftlib.losses._classes import still_to_warn
from ftlib.losses.torch._classes import (
    as_numpy,
    cast,
    ends,
    first_numbers,
    may_look,
    require_floating,
    require_real,
    require_tensors,
    working,
)


def check_pair(name: str, prediction: Tensor, y: Tensor, reduction: str) -> None:
    """Raise for what is no tensor, and for shapes, dtypes, devices and reductions that do not fit.

    One condition lets good arguments through, which costs less than to word each fault.
    """
    if (
        isinstance(prediction, Tensor)
        and isinstance(y, Tensor)
        and prediction.shape == y.shape
        and prediction.device == y.device
        and prediction.is_floating_point()
        and not y.is_complex()
        and reduction in _validate.REDUCTIONS
        and prediction.numel()
    ):
        return
    require_tensors(**{name: prediction, "y": y})
    require_floating(name, prediction)
    require_real("y", y)
    _validate.require_same_shape(name, prediction.shape, y.shape)
    _validate.require_reduction(reduction, prediction.numel(), name)


def prepared(
    name: str, prediction: Tensor, y: Tensor, reduction: str, validate: bool
) -> tuple[Tensor, Tensor]:
    """Both in the dtype to work in (at least float32), after the checks of values too."""
    check_pair(name, prediction, y, reduction)
    if validate and may_look(prediction, y):
        sound(name, prediction, y, prediction)
    work = working(prediction)
    return cast(prediction, work), cast(y, work)


def sound(name: str, prediction: Tensor, y: Tensor | None, tell: Tensor) -> None:
    """Raise for NaN, a target or a probability outside [0, 1]; no `y`: it is known to be right.

    `tell` is NaN where the prediction is (its loss will do): so a reduced loss spares a pass.
    """
    if prediction.numel() == 0:
        return
    good = (y is None or _inside(y)) and (name != "p" or _inside(prediction))
    # Losses are not negative, so no sum of them is NaN unless one of them is.
    if not good or math.isnan((tell.detach().sum() if tell.ndim else tell).item()):
        check = _validate.require_unit_interval if name == "p" else _validate.require_no_nan
        check(name, as_numpy(prediction))
        if y is not None:
            _validate.require_unit_interval("y", as_numpy(y))


def _inside(x: Tensor) -> bool:
    x = x.detach() if x.is_floating_point() else x.long()  # uint16 has no aminmax
    low, high = ends(x)
    return low >= 0 and high <= 1


def warn_if_probabilities(z: Tensor) -> None:
    """A glance at the first ones; only if they could be probabilities, at all of them."""
    if z.numel() < _binary.ENOUGH or not still_to_warn("sigmoid"):
        return
    for number in first_numbers(z, _binary.ENOUGH):
        if not 0 <= number <= 1:
            return
    _binary.warn_if_probabilities(as_numpy(z))


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
    return cast(losses, dtype)


def ratio(a: Tensor, b: Tensor) -> Tensor:
    """a / b, and 0 where a is 0. The inner `where` keeps 0/0 out of the second derivative."""
    absent = a == 0
    return torch.where(absent, 0.0, a / torch.where(absent, torch.ones_like(b), b))
