"""Kullback–Leibler divergence: the cross-entropy less what no model could avoid."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ftlib.losses import _classes
from ftlib.losses._validate import as_float64
from ftlib.losses.reference._classes import as_predictions, reduce_rows, row_losses, share


def kl_divergence(
    log_p: ArrayLike,
    targets: ArrayLike,
    *,
    log_targets: bool = False,
    reduction: str = "mean",
    validate: bool = True,
) -> NDArray[np.float64]:
    """KL(y ‖ p) = Σ_c y_c (log y_c − log p_c), over the last axis, in nats.

    Args:
        log_p: the model's log-probabilities, [..., C]; −inf is taken.
        targets: probabilities y, [..., C], or their logarithms if `log_targets`.
        log_targets: whether `targets` are logarithms.
        reduction: "none" ([...]), "sum", or "mean" over rows. (PyTorch calls this mean
            "batchmean"; its own "mean" also divides by C, which is no divergence.)
        validate: look at the values too.

    Returns:
        float64, not negative for distributions; +inf where p excludes what y expects. A term
        with y = 0 counts 0.

    Raises:
        ValueError: for unequal shapes, rows that are no distributions, log-probabilities above
            0, NaN, an unknown reduction, or the mean of an empty batch.

    Source: chapter *Softmax cross-entropy*, equation (kl).
    """
    model, y, log_y = _problem(log_p, targets, log_targets, reduction, validate)
    losses = row_losses(y, model) - row_losses(y, log_y)
    return reduce_rows(losses, float(losses.size), reduction)


def kl_divergence_grad(
    log_p: ArrayLike,
    targets: ArrayLike,
    *,
    log_targets: bool = False,
    reduction: str = "mean",
    validate: bool = True,
) -> NDArray[np.float64]:
    """∂/∂log p of the reduced divergence: −y, divided by the rows for "mean"; [..., C].

    Through the softmax it becomes p − y, as for the cross-entropy: the entropy of the target
    does not depend on the model. Args and errors: as `kl_divergence`.

    Source: chapter *Softmax cross-entropy*, equation (kl).
    """
    model, y, _ = _problem(log_p, targets, log_targets, reduction, validate)
    return -y * share(float(model[..., 0].size), reduction)


def _problem(
    log_p: ArrayLike, targets: ArrayLike, log_targets: bool, reduction: str, validate: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    model, given = as_predictions("log_p", log_p), as_float64("targets", targets)
    _classes.require_equal_shapes("log_p", model.shape, given.shape)
    _classes.require_options(reduction, model.size, "log_p")
    if validate:
        _classes.require_log_probabilities("log_p", model)
    with np.errstate(divide="ignore", invalid="ignore"):
        y, log_y = (np.exp(given), given) if log_targets else (given, np.log(given))
    if validate:
        _classes.require_distributions("targets", y)
    return model, y, log_y
