"""Regression that says how sure it is: a Gaussian whose variance is learnt, too."""

from __future__ import annotations

import math

from torch import Tensor


def gaussian_nll(output: Tensor, labels: Tensor) -> Tensor:
    """Mean of ½ (s + (y − μ)² e^{−s} + log 2π), where the outputs are μ and s = log σ².

    The logarithm of the variance is any real number, so no constraint is needed.

    Args:
        output: [B, 2], float: μ and s.
        labels: [B], real numbers.

    Returns:
        A scalar in nats.

    Raises:
        ValueError: other shapes (a [B, 1] target would be compared with every prediction).

    Source: chapter *Task layers*, equation (learned-variance); Nix and Weigend (1994).
    """
    if output.ndim != 2 or output.shape[1] != 2 or labels.shape != output.shape[:1]:
        raise ValueError(
            f"output has shape {tuple(output.shape)} and labels {tuple(labels.shape)}; "
            "give [B, 2] (mean, log variance) and [B]"
        )
    mean, log_variance = output.unbind(1)
    errors = labels.to(output.dtype) - mean
    scaled = errors.square() * (-log_variance).exp()
    return 0.5 * (log_variance + scaled + math.log(2 * math.pi)).mean()
