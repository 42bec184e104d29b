"""A stream of articles whose truth is known: Poisson arrivals from a mix that may change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class Arrivals:
    """The articles of one day.

    Attributes:
        pool: the number of the pool of each article, int64, shape [n].
        rows: what was drawn from it, int64, shape [n].
    """

    pool: NDArray[np.int64]
    rows: NDArray[np.int64]


def news_stream(
    pools: Sequence[ArrayLike], mix: ArrayLike, rate: float, rng: np.random.Generator
) -> list[Arrivals]:
    """Day by day: a Poisson number of articles, each from a pool drawn by that day's mix.

    Args:
        pools: K lists of rows; from a pool every row is as likely, and may come again.
        mix: shape [T, K], not negative, each day's shares adding up to 1.
        rate: mean number of articles a day, positive.
        rng: where chance comes from.

    Raises:
        ValueError: for shapes, shares or a rate out of range, or an empty pool.

    Source: chapter *When the news turns*, equation (stream).
    """
    shares = np.asarray(mix, np.float64)
    held = [np.asarray(pool, np.int64) for pool in pools]
    if shares.ndim != 2 or shares.shape[1] != len(held):
        raise ValueError(f"mix has shape {shares.shape}; give [days, {len(held)}], a share a pool")
    if (shares < 0).any() or not np.allclose(shares.sum(axis=1), 1):
        raise ValueError("mix must hold shares of at least 0 that add up to 1 on every day")
    if any(len(pool) == 0 for pool in held):
        raise ValueError("pools holds an empty one; leave it out, or give it a row")
    if not (np.isfinite(rate) and rate > 0):
        raise ValueError(f"rate is {rate}; give a positive mean number of articles a day")
    days = []
    for day in shares:
        which = rng.choice(len(held), size=rng.poisson(rate), p=day / day.sum())
        rows = np.array([held[pool][rng.integers(len(held[pool]))] for pool in which], np.int64)
        days.append(Arrivals(which.astype(np.int64), rows))
    return days


def turned_mix(
    base: Mapping[str, float], pools: Mapping[str, float], *, days: int, day: int
) -> NDArray[np.float64]:
    """A mix that is `base` before `day` (counted from 1) and `pools` from then on: [days, K].

    Raises:
        ValueError: if the two do not name the same pools in the same order, or `day` is none.
    """
    if list(base) != list(pools):
        raise ValueError(f"pools names {list(pools)}, base {list(base)}; name the same, in order")
    if not 1 <= day <= days + 1:
        raise ValueError(f"day is {day}; give a day from 1 to {days + 1}")
    before, after = (np.array(list(each.values()), np.float64) for each in (base, pools))
    return np.where(np.arange(1, days + 1)[:, None] < day, before, after)
