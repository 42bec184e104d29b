"""A Gaussian process: what a few measured settings say about those that were not tried."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import cho_solve, cholesky, solve_triangular

from ftlib.search._validate import Array, finite, require_positive


def matern(one: ArrayLike, other: ArrayLike, length: ArrayLike = 1.0) -> Array:
    """The Matérn-5/2 correlation (1 + √5 r + 5r²/3) e^(−√5 r) of each pair of settings.

    Args:
        one, other: settings, shapes [N, D] and [M, D]; put scales such as rates in logarithms.
        length: ℓ > 0, a number or one for each axis, shape [D]; r is the distance in these units.

    Returns:
        Correlations in (0, 1], shape [N, M].

    Raises:
        ValueError: for shapes that do not fit, or a length that is not positive.

    Source: chapter *Hyper-parameters*, equation (matern); Rasmussen and Williams 2006, eq. 4.17.
    """
    first, second = finite("one", one, axes=2), finite("other", other, axes=2)
    scale = np.asarray(length, dtype=np.float64)
    if first.shape[1] != second.shape[1] or scale.shape not in ((), (first.shape[1],)):
        raise ValueError(
            f"one, other and length have shapes {first.shape}, {second.shape} and {scale.shape}; "
            "all need the same number of axes D (length may be one number)"
        )
    if not (scale > 0).all():
        raise ValueError(f"length is {length!r}; give numbers above 0")
    apart = (first[:, None, :] - second[None, :, :]) / scale  # [N, M, D]
    r = math.sqrt(5) * np.sqrt((apart**2).sum(axis=2))
    return (1 + r + r**2 / 3) * np.exp(-r)


def posterior(
    settings: ArrayLike,
    scores: ArrayLike,
    candidates: ArrayLike,
    *,
    length: ArrayLike = 1.0,
    amplitude: float = 1.0,
    noise: float = 0.1,
) -> tuple[Array, Array]:
    """Mean and standard deviation of the true score at each candidate, given the trials.

    Before any trial every score is normal with the mean of the `scores` and standard deviation
    `amplitude`, neighbours correlated by `matern`.

    Args:
        settings: of the trials made, shape [N, D]. scores: what they gave, shape [N].
        candidates: shape [M, D].
        length: as in `matern`. amplitude: > 0. noise: > 0, standard deviation of one measurement.

    Returns:
        (mean [M], standard deviation [M]) of the score without noise.

    Raises:
        ValueError: for shapes that do not fit or values outside their range.

    Source: chapter *Hyper-parameters*, equation (posterior); Rasmussen and Williams 2006, alg. 2.1.
    """
    x, y = finite("settings", settings, axes=2), finite("scores", scores, axes=1)
    factor, level = _factor(x, y, length, amplitude, noise)
    across = amplitude**2 * matern(candidates, x, length)  # [M, N]
    mean = level + across @ cho_solve((factor, True), y - level)
    explained = (solve_triangular(factor, across.T, lower=True) ** 2).sum(axis=0)
    return mean, np.sqrt(np.maximum(amplitude**2 - explained, 0.0))


def log_evidence(
    settings: ArrayLike,
    scores: ArrayLike,
    *,
    length: ArrayLike = 1.0,
    amplitude: float = 1.0,
    noise: float = 0.1,
) -> float:
    """The log-probability (in nats) of the scores, about their mean, under the process.

    Large where length, amplitude and noise fit the trials. Arguments and errors as `posterior`.

    Source: chapter *Hyper-parameters*, equation (evidence); Rasmussen and Williams 2006, eq. 2.30.
    """
    x, y = finite("settings", settings, axes=2), finite("scores", scores, axes=1)
    factor, level = _factor(x, y, length, amplitude, noise)
    whitened = solve_triangular(factor, y - level, lower=True)
    half_log_determinant = np.log(np.diag(factor)).sum()
    return float(
        -0.5 * whitened @ whitened - half_log_determinant - 0.5 * len(y) * math.log(2 * math.pi)
    )


def _factor(
    x: Array, y: Array, length: ArrayLike, amplitude: float, noise: float
) -> tuple[Array, float]:
    """The lower Cholesky factor of the scores' covariance, [N, N], and their mean."""
    if len(x) != len(y):
        raise ValueError(f"settings has {len(x)} rows and scores {len(y)}; give one a trial")
    require_positive("amplitude", amplitude)
    require_positive("noise", noise)
    covariance = amplitude**2 * matern(x, x, length) + noise**2 * np.eye(len(x))
    return cholesky(covariance, lower=True), float(y.mean())
