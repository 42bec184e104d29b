"""Operations that make many entries one: sum, mean, maximum, log-sum-exp."""

from __future__ import annotations

import numpy as np

from ftlib.autodiff.primitives.axes import Axis, kept, normal_axes, require_entries
from ftlib.autodiff.primitives.types import Array, Pull, Result


def total(x: Array, axis: Axis = None, keepdims: bool = False) -> Result:
    """The sum over `axis`; its pull copies the adjoint to every entry that was summed.

    Source: chapter *Backpropagation*, equation (pull-sum).
    """
    axes = normal_axes(axis, x.ndim)
    value = np.asarray(x.sum(axis=axes, keepdims=keepdims))
    return value, (_spread(x.shape, axes, np.ones(())),)


def mean(x: Array, axis: Axis = None, keepdims: bool = False) -> Result:
    """The mean over `axis`: the sum's pull, divided by the number of entries."""
    axes = normal_axes(axis, x.ndim)
    require_entries(x, axes, "a mean")
    count = np.prod([x.shape[each] for each in axes], dtype=np.float64)
    value = np.asarray(x.mean(axis=axes, keepdims=keepdims))
    return value, (_spread(x.shape, axes, np.asarray(1.0 / count)),)


def maximum(x: Array, axis: Axis = None, keepdims: bool = False) -> Result:
    """The largest entry over `axis`; entries that share the maximum share its adjoint equally.

    With a tie the function has a kink; an equal share is one of its subgradients, and the one
    that `torch.amax` and `tf.reduce_max` choose.

    Source: chapter *Backpropagation*, equation (pull-max).
    """
    axes = normal_axes(axis, x.ndim)
    require_entries(x, axes, "a maximum")
    largest = x.max(axis=axes, keepdims=True)
    winners = (x == largest).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):  # a NaN wins against nobody
        shares = winners / winners.sum(axis=axes, keepdims=True)
    value = largest if keepdims else largest.squeeze(axes)
    return np.asarray(value), (_spread(x.shape, axes, shares),)


def log_sum_exp(x: Array, axis: Axis = -1, keepdims: bool = False) -> Result:
    """log Σ e^x over `axis` without overflow; its slopes are the softmax.

    Source: chapter *Backpropagation*, equation (pull-log-sum-exp).
    """
    axes = normal_axes(axis, x.ndim)
    require_entries(x, axes, "a log-sum-exp")
    largest = x.max(axis=axes, keepdims=True)
    shift = np.where(np.isfinite(largest), largest, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        full = shift + np.log(np.exp(x - shift).sum(axis=axes, keepdims=True))
        slopes = np.exp(x - full)
    value = full if keepdims else full.squeeze(axes)
    return np.asarray(value), (_spread(x.shape, axes, slopes),)


def _spread(shape: tuple[int, ...], axes: tuple[int, ...], slopes: Array) -> Pull:
    """The pull of a reduction: copy the adjoint to every entry, times that entry's slope."""

    def pull(adjoint: Array) -> Array:
        copies = np.broadcast_to(adjoint.reshape(kept(shape, axes)), shape)
        with np.errstate(invalid="ignore"):
            return np.asarray(copies * slopes)

    return pull
