"""Checks and reductions that every PyTorch loss shares."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from ftlib.losses import _validate


def prepared(
    name: str, prediction: Tensor, y: Tensor, reduction: str, validate: bool
) -> tuple[Tensor, Tensor]:
    """Both tensors in the dtype to work in (at least float32), after the checks.

    Half precision has too few digits to subtract and add in; the result goes back to it.
    """
    for label, tensor in ((name, prediction), ("y", y)):
        if not isinstance(tensor, Tensor):
            raise ValueError(f"{label} is a {type(tensor).__name__}; give a torch.Tensor")
    _validate.require_floating(name, prediction.is_floating_point(), str(prediction.dtype))
    if y.is_complex():
        _validate.require_real("y", "c", str(y.dtype))
    _validate.require_same_shape(name, prediction.shape, y.shape)
    _validate.require_reduction(reduction, prediction.numel(), name)
    if y.device != prediction.device:
        raise ValueError(
            f"y is on {y.device} and {name} on {prediction.device}; move one with .to(device)"
        )
    if validate:
        _check_values(name, prediction.detach(), y.detach())
    work = torch.promote_types(prediction.dtype, torch.float32)
    return prediction.to(work), y.to(work)


def reduced(losses: Tensor, reduction: str, dtype: torch.dtype) -> Tensor:
    """`losses` reduced in their own dtype and handed back in the caller's."""
    if reduction == "mean":
        losses = losses.mean()
    elif reduction == "sum":
        losses = losses.sum()
    return losses.to(dtype)


def ratio(a: Tensor, b: Tensor) -> Tensor:
    """a / b, and 0 where a is 0. The inner `where` keeps 0/0 out of the second derivative."""
    absent = a == 0
    return torch.where(absent, 0.0, a / torch.where(absent, torch.ones_like(b), b))


def _check_values(name: str, prediction: Tensor, y: Tensor) -> None:
    bad = torch.isnan(prediction).any() | ~((y >= 0) & (y <= 1)).all()
    if name == "p":
        bad = bad | ~((prediction >= 0) & (prediction <= 1)).all()
    if bad:  # one wait for the device in the good case; the wording is NumPy's work
        check = _validate.require_unit_interval if name == "p" else _validate.require_no_nan
        check(name, _as_numpy(prediction))
        _validate.require_unit_interval("y", _as_numpy(y))


def _as_numpy(tensor: Tensor) -> np.ndarray:
    return np.asarray(tensor.to(torch.float64).cpu().numpy())
