"""Softmax cross-entropy in PyTorch: log-softmax, then the losses of its rows."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache, partial

import torch
from torch import Tensor

from ftlib.losses import _classes
from ftlib.losses._classes import IGNORED
from ftlib.losses.torch import _classes as checks
from ftlib.losses.torch import fused
from ftlib.losses.torch.log_softmax import (
    fast_log_softmax,
    log_softmax_at_limits,
    log_softmax_of,
)
from ftlib.losses.torch.logit_losses import loss_of_hard
from ftlib.losses.torch.row_losses import (
    careful_loss,
    effective_targets,
    label_loss,
    label_parts,
    quick_loss,
)


def softmax_cross_entropy(
    logits: Tensor,
    targets: Tensor,
    *,
    weight: Tensor | None = None,
    label_smoothing: float = 0.0,
    ignore_index: int | None = IGNORED,
    reduction: str = "mean",
    temperature: float = 1.0,
    validate: bool = True,
) -> Tensor:
    """−Σ_c q_c log p_c with p = softmax(z / T) and q_c = w_c [(1 − ε) y_c + ε / C], in nats.

    Args:
        logits: z, [..., C], the class axis **last** (PyTorch's own function has it second);
            float64, float32, bfloat16 or float16; −inf and one +inf a row are taken.
        targets: integer labels [...], or probabilities [..., C] of any real dtype.
        weight: w, [C], not negative; treated as a constant.
        label_smoothing, ignore_index, reduction, temperature: as
            `reference.softmax_cross_entropy`; the mean of rows that are all ignored is 0.
        validate: look at the values too (NaN, +inf, labels, distributions, weights). On a GPU
            that waits for the device. Not done while compiling or inside torch.func
            transforms, where there are no values to look at.

    Returns:
        The loss, dtype and device of `logits` (float32 under autocast). Half precision is
        computed in float32. Differentiable twice and more in `logits`, and in probabilities.

    Raises:
        ValueError: as `reference.softmax_cross_entropy`, for logits that are no floats, and
            for tensors on different devices.

    Warns:
        SuspiciousLogits: once, when every row of `logits` looks like a softmax's result.

    Source: chapter *Softmax cross-entropy*, equations (softmax-ce) and (softmax-grad-z).
    """
    labels = checks.check_arguments(
        "logits",
        logits,
        targets,
        weight,
        reduction,
        label_smoothing=label_smoothing,
        ignore_index=ignore_index,
        temperature=temperature,
    )
    seen = checks.may_look(logits, targets)
    look = validate and seen
    if look:
        checks.check_weights("weight", weight, checks.working(logits))
    z = logits if logits.ndim == 2 else logits.reshape(-1, logits.shape[-1])
    z = checks.cast(z, checks.working(z))
    if temperature != 1.0:
        z = z / temperature
    if weight is not None:
        weight = weight.detach().to(z.dtype)
    traced = not seen or checks.carried_out(z, targets)
    if not traced and fused.fits(z, targets):
        options = (weight, label_smoothing, reduction)
        whole = (
            _of_labels(z, targets, *options, ignore_index)
            if labels
            else _of_shares(z, targets, *options, look)
        )
        if whole is not None:
            return _shaped(whole, logits, reduction)
    if look:
        checks.warn_if_probabilities(logits)
    glance = look or (seen and z.device.type == "cpu")  # there the result costs nothing to see
    ignored = checks.check_labels(targets, z.shape[-1], ignore_index, look) if labels else None
    plain = labels and weight is None and ignored is None and not label_smoothing
    if plain and look and not traced and z.shape[-1] == 2 and z.device.type == "cpu":
        difference = _second_less_first(z)  # of two classes: its binary loss
        loss = loss_of_hard(difference, targets.reshape(-1), reduction)
        if not _any_nan(loss):
            return _shaped(loss, logits, reduction)
    if traced:
        log_p = log_softmax_of(z)
    else:
        log_p = fast_log_softmax(z) if glance else log_softmax_at_limits(z)
    careful: Callable[[Tensor], Tensor]
    if labels:
        parts = label_parts(z, targets.reshape(-1), weight, label_smoothing, ignored, reduction)
        careful = partial(label_loss, parts=parts, reduction=reduction)
        loss = careful(log_p)
        # The normaliser is in every column, that of a row which counts nothing too.
        tell = loss if plain else log_p[:, 0]
    else:
        if look:
            checks.check_distributions(targets)
        q = effective_targets(targets.reshape(z.shape).to(z.dtype), weight, label_smoothing)
        careful = partial(careful_loss, q=q, reduction=reduction)
        quick = glance and not traced
        loss = tell = quick_loss(log_p, q, reduction) if quick else careful(log_p)
    if glance and _any_nan(tell):
        if look:
            _classes.require_softmax_exists("logits", checks.as_numpy(logits))
        if not traced:
            loss = careful(log_softmax_at_limits(z))
    return _shaped(loss, logits, reduction)


def _of_labels(
    z: Tensor,
    labels: Tensor,
    weight: Tensor | None,
    label_smoothing: float,
    reduction: str,
    ignore_index: int | None,
) -> Tensor | None:
    """In one pass, if nothing weighs the classes."""
    if weight is not None or label_smoothing:
        return None

    def slow(z: Tensor, labels: Tensor) -> Tensor:
        parts = label_parts(z, labels, None, 0.0, ignore_index, reduction)
        return label_loss(log_softmax_of(z), parts, reduction)

    return fused.label_loss(z, labels.reshape(-1), reduction, slow, ignore_index)


def _of_shares(
    z: Tensor,
    shares: Tensor,
    weight: Tensor | None,
    label_smoothing: float,
    reduction: str,
    look: bool,
) -> Tensor | None:
    """In one pass, in which plain shares are looked at too."""
    tolerance = checks.tolerance(shares) if look else math.inf
    if weight is not None or label_smoothing:
        if look:
            checks.check_distributions(shares)
        tolerance = math.inf
    q = checks.cast(shares, z.dtype).reshape(z.shape)

    def slow(z: Tensor, q: Tensor) -> Tensor:
        return careful_loss(log_softmax_of(z), q, reduction)

    q = effective_targets(q, weight, label_smoothing)
    return fused.share_loss(z, q, reduction, slow, tolerance)


def _shaped(loss: Tensor, logits: Tensor, reduction: str) -> Tensor:
    if reduction == "none":
        loss = loss.reshape(logits.shape[:-1])
    return checks.cast(loss, checks.outgoing(logits))


def _second_less_first(z: Tensor) -> Tensor:
    """z_1 − z_0 of each row; a product with (−1, 1) has the quicker derivative."""
    if torch.is_autocast_enabled("cpu"):  # which rounds products
        return z[:, 1] - z[:, 0]
    return z.mv(_signs(z.dtype))


@lru_cache
def _signs(dtype: torch.dtype) -> Tensor:
    with torch.inference_mode(False):
        return torch.tensor([-1.0, 1.0], dtype=dtype)


def _any_nan(x: Tensor) -> bool:
    """For numbers of one sign, whose sum makes no NaN of its own."""
    return math.isnan((x.detach().sum() if x.ndim else x).item())
