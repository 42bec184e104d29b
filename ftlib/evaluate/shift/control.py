"""Control charts: sums that tell a change from chance, and how long each takes to ring.

All of them read standardised counts x_t, which have mean 0 and variance 1 while nothing has
changed, and look for a rise only.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

_BELOW = 6.0  # standard deviations under 0 at which the EWMA's chain ends


def standardised(flagged: ArrayLike, count: ArrayLike, share: ArrayLike) -> NDArray[np.float64]:
    """(k − Σ n_s q_s)/√Σ n_s q_s(1 − q_s), a value a day; 0 for a day without items.

    Args:
        flagged: k, of each day in all, shape [..., T].
        count: n_s, items of each stratum, shape [..., T, S].
        share: q_s, the share that is flagged while nothing has changed, shape [S], in (0, 1).

    Returns:
        float64, shape [..., T].

    Raises:
        ValueError: for shapes that do not fit or a share that is not between 0 and 1.

    Source: chapter *When the news turns*, equation (monitor-standard).
    """
    k, n, q = (np.asarray(each, np.float64) for each in (flagged, count, share))
    if q.ndim != 1 or n.shape != (*k.shape, len(q)):
        raise ValueError(
            f"flagged has shape {k.shape}, count {n.shape}, share {q.shape}; give [..., T], "
            "[..., T, S] and [S]"
        )
    if not ((q > 0) & (q < 1)).all():
        raise ValueError(f"share is {q}; give shares between 0 and 1, without the ends")
    spread = n @ (q * (1 - q))
    return np.where(spread > 0, (k - n @ q) / np.sqrt(np.where(spread > 0, spread, 1)), 0.0)


def ewma(x: ArrayLike, weight: float) -> NDArray[np.float64]:
    """Z_t = (1 − w) Z_{t−1} + w x_t from Z_0 = 0, along the last axis: float64, shape of `x`.

    Raises:
        ValueError: for a weight outside (0, 1].

    Source: chapter *When the news turns*, equation (ewma); Roberts (1959).
    """
    _weight(weight)
    values = np.asarray(x, np.float64)
    path, z = np.empty_like(values), np.zeros(values.shape[:-1])
    for t in range(values.shape[-1]):
        z = (1 - weight) * z + weight * values[..., t]
        path[..., t] = z
    return path


def ewma_spread(weight: float, day: ArrayLike) -> NDArray[np.float64]:
    """Standard deviation of Z after `day` ≥ 0 days without a change; `np.inf` for its limit.

    Source: chapter *When the news turns*, equation (ewma-spread).
    """
    _weight(weight)
    gone = np.power(1 - weight, 2 * np.asarray(day, np.float64))
    return np.asarray(np.sqrt(weight / (2 - weight) * (1 - gone)))


def cusum(x: ArrayLike, slack: float) -> NDArray[np.float64]:
    """S_t = max(0, S_{t−1} + x_t − slack) from S_0 = 0, along the last axis: shape of `x`.

    Source: chapter *When the news turns*, equation (cusum); Page (1954).
    """
    values = np.asarray(x, np.float64)
    path, s = np.empty_like(values), np.zeros(values.shape[:-1])
    for t in range(values.shape[-1]):
        s = np.maximum(0.0, s + values[..., t] - slack)
        path[..., t] = s
    return path


def first_passage(path: ArrayLike, limit: ArrayLike) -> NDArray[np.int64]:
    """The first day, counted from 1, on which the path lies above the limit; T + 1 if none.

    Args:
        path: shape [..., T].
        limit: a number, or one a day, shape [T].
    """
    above = np.asarray(path) > np.asarray(limit)
    first = above.argmax(axis=-1) + 1
    return np.where(above.any(axis=-1), first, above.shape[-1] + 1).astype(np.int64)


def ewma_run_length(limit: float, weight: float, shift: float = 0.0, *, cells: int = 200) -> float:
    """Mean number of days until Z > limit · √(w/(2 − w)), for independent x ~ N(shift, 1).

    The values that Z can take are cut into cells, and Z becomes a Markov chain.

    Args:
        limit: in standard deviations of Z, positive.
        weight: w in (0, 1]. With w = 1 this is a chart of single days.
        shift: by how much the mean of x has moved, from the first day on.
        cells: how many cells; the error falls as their square.

    Raises:
        ValueError: for a weight, a limit or a number of cells out of range.

    Source: chapter *When the news turns*, equation (run-length); Brook and Evans (1972).
    """
    _weight(weight)
    _positive(limit, cells)
    spread = float(ewma_spread(weight, np.inf))
    edges = np.linspace(-_BELOW * spread, limit * spread, cells + 1)
    middle = (edges[:-1] + edges[1:]) / 2
    edges[0] = -np.inf  # the lowest cell holds all that lies below
    step = (edges[None, :] - (1 - weight) * middle[:, None]) / weight - shift
    return _mean_days(np.diff(special.ndtr(step), axis=1), int(np.abs(middle).argmin()))


def cusum_run_length(limit: float, slack: float, shift: float = 0.0, *, cells: int = 200) -> float:
    """Mean number of days until S > limit, for independent x ~ N(shift, 1).

    Args, errors and method: as `ewma_run_length`; `limit` is in units of x.

    Source: chapter *When the news turns*, equation (run-length); Brook and Evans (1972).
    """
    _positive(limit, cells)
    width = 2 * limit / (2 * cells - 1)  # cell 0 is [0, width/2], around 0 itself
    middle = width * np.arange(cells)
    edges = np.concatenate([[-np.inf], middle + width / 2])
    step = edges[None, :] - middle[:, None] + slack - shift
    return _mean_days(np.diff(special.ndtr(step), axis=1), 0)


def _mean_days(stay: NDArray[np.float64], start: int) -> float:
    """(I − Q)⁻¹ 1 at the start."""
    size = len(stay)
    return float(np.linalg.solve(np.eye(size) - stay, np.ones(size))[start])


def _weight(weight: float) -> None:
    if not 0 < weight <= 1:
        raise ValueError(f"weight is {weight}; give a share in (0, 1], such as 0.2")


def _positive(limit: float, cells: int) -> None:
    if not limit > 0:
        raise ValueError(f"limit is {limit}; give a positive number, such as 3")
    if cells < 2:
        raise ValueError(f"cells is {cells}; give at least 2, better 200")
