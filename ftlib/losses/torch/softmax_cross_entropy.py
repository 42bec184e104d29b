"""Softmax cross-entropy in PyTorch, with the closed-form backward of the book: p − y."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from torch import Tensor

from ftlib.losses import _classes
from ftlib.losses._classes import IGNORED
from ftlib.losses.torch import _classes as checks
from ftlib.losses.torch.logit_losses import two_class_loss
from ftlib.losses.torch.row_losses import (
    effective_targets,
    label_parts,
    of_labels,
    of_probabilities,
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
    options = {
        "label_smoothing": label_smoothing,
        "ignore_index": ignore_index,
        "temperature": temperature,
    }
    labels = checks.check_arguments("logits", logits, targets, weight, reduction, **options)
    seen = checks.may_look(logits, targets)
    look = validate and seen
    if look:
        checks.warn_if_probabilities(logits)
        checks.check_weights("weight", weight, checks.working(logits))
    z = logits.reshape(-1, logits.shape[-1]).to(checks.working(logits))
    if temperature != 1.0:
        z = z / temperature
    if weight is not None:
        weight = weight.detach().to(z.dtype)
    losses: Callable[..., tuple[Tensor, Tensor]]
    if labels:
        ignored = checks.check_labels(targets, z.shape[-1], ignore_index, look)
        y = targets.reshape(-1)
        if z.shape[-1] == 2 and ignored is None and weight is None and not label_smoothing:
            loss = _of_two(z, y, reduction)
            if loss is not None:
                return _shaped(loss, logits, reduction)
        parts = label_parts(z, y, weight, label_smoothing, ignored, reduction)
        losses = partial(of_labels, z, parts, reduction)
    else:
        if look:
            checks.check_distributions(targets)
        y = targets.reshape(z.shape).to(z.dtype)
        q = effective_targets(y, weight, label_smoothing)
        losses = partial(of_probabilities, z, q, reduction)
    loss, log_p = losses(limits=not seen)
    if look and log_p[:, 0].sum().isnan():  # the normaliser is in every column: one tells
        _classes.require_softmax_exists("logits", checks.as_numpy(logits))
        loss, _ = losses(limits=True)
    return _shaped(loss, logits, reduction)


def _of_two(z: Tensor, y: Tensor, reduction: str) -> Tensor | None:
    """The fast way for two classes; None where it does not hold: traced, or NaN comes out."""
    if z.device.type != "cpu" or checks.traced(z, y):
        return None
    loss = two_class_loss(z, y, reduction)
    return None if loss.detach().sum().isnan() else loss


def _shaped(loss: Tensor, logits: Tensor, reduction: str) -> Tensor:
    if reduction == "none":
        loss = loss.reshape(logits.shape[:-1])
    return loss.to(checks.outgoing(logits))
