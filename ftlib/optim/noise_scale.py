"""The gradient noise scale: the batch size at which noise and gradient are equally long."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ftlib.optim._validate import require_count, require_positive


@dataclass(frozen=True)
class NoiseScale:
    """What the gradients of a mean of n examples say about those of all.

    Attributes:
        noise: tr Σ, the variance of one example's gradient, summed over the parameters.
        signal: |G|², the squared length of the expected gradient, without bias (so it may be
            below 0 where n examples do not show it).
    """

    noise: float
    signal: float

    @property
    def batch(self) -> float:
        """B_noise = tr Σ/|G|², in examples; infinite where no gradient is to be seen."""
        return self.noise / self.signal if self.signal > 0 else np.inf


def noise_scale(square_norms: ArrayLike, mean_square_norm: float) -> NoiseScale:
    """From the lengths of the gradients of single examples and of their mean.

    Args:
        square_norms: |g_i|² of n independent examples, shape [n], n ≥ 2.
        mean_square_norm: |ḡ|² of their mean.

    Raises:
        ValueError: for fewer than two examples, or lengths that cannot belong together.

    Source: chapter *Hyper-parameters*, equation (noise-estimate); McCandlish et al. 2018,
    appendix A.1.
    """
    squares = np.asarray(square_norms, dtype=np.float64)
    if squares.ndim != 1 or len(squares) < 2:
        raise ValueError(f"square_norms has shape {squares.shape}; give one axis of 2 or more")
    n, mean = len(squares), float(squares.mean())
    if not 0 <= mean_square_norm <= mean * (1 + 1e-6):
        raise ValueError(
            f"mean_square_norm is {mean_square_norm!r} and the mean of square_norms {mean!r}; a "
            "mean cannot be longer than what it is the mean of: give squares of both"
        )
    noise = (mean - mean_square_norm) * n / (n - 1)
    return NoiseScale(noise=noise, signal=mean_square_norm - noise / n)


def best_rate(full_batch_rate: float, batch: int, noise_batch: float) -> float:
    """η*(B) = η_max/(1 + B_noise/B): linear in B far below the noise scale, constant far above.

    Args:
        full_batch_rate: η_max > 0, the best rate of a step without noise.
        batch: B, from 1 up. noise_batch: B_noise > 0, in examples.

    Raises:
        ValueError: for values outside these ranges.

    Source: chapter *Hyper-parameters*, equation (best-rate); McCandlish et al. 2018, eq. 2.8.
    """
    require_positive("full_batch_rate", full_batch_rate)
    require_positive("noise_batch", noise_batch)
    require_count("batch", batch, 1)
    return full_batch_rate / (1 + noise_batch / batch)
