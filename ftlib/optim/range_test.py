"""The learning-rate range test: one short run in which the rate grows until the loss explodes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ftlib.optim._validate import Array, require_count, require_positive, require_share
from ftlib.optim.adaptive import bias_correction


@dataclass(frozen=True, eq=False)
class RangeTest:
    """What a range test saw, in order.

    Attributes:
        rates: η of each update that was made, growing by equal factors, shape [S], float64.
        losses: the loss before each of them, shape [S].
        smoothed: their exponential average, corrected for its start, shape [S].
    """

    rates: Array
    losses: Array
    smoothed: Array

    @property
    def lowest(self) -> float:
        """The rate at which the smoothed loss was lowest: by then it is nearly too large."""
        return float(self.rates[int(np.argmin(self.smoothed))])

    @property
    def suggestion(self) -> float:
        """A tenth of `lowest`: a rule of thumb that keeps clear of the edge."""
        return self.lowest / 10


def range_test(
    update: Callable[[float], float],
    *,
    low: float = 1e-7,
    high: float = 10.0,
    steps: int = 100,
    beta: float = 0.9,
    stop: float = 4.0,
) -> RangeTest:
    """Make updates with rates from `low` to `high`, in equal factors, and watch the loss.

    It ends early when the smoothed loss is no number any more, or has climbed above the loss at the
    beginning by `stop` times what it had gained until then (at least 5 % of the first loss).
    The model that `update` trains is spoilt afterwards: test a copy.

    Args:
        update: makes one update with the rate it is given, and returns the loss before it.
        low, high: the first and the last rate, 0 < low < high.
        steps: how many updates at most, from 2 up.
        beta: the share of the average that is kept, in [0, 1).
        stop: > 0; how far a loss may climb before the test ends.

    Raises:
        ValueError: for a hyper-parameter outside its range, or a first loss that is not finite.

    Source: chapter *Optimisers*, station Experiment; Smith, WACV 2017.
    """
    require_positive("low", low)
    require_positive("high", high)
    require_positive("stop", stop)
    require_share("beta", beta)
    require_count("steps", steps, 2)
    if low >= high:
        raise ValueError(f"low is {low!r} and high is {high!r}; the rate must grow: low < high")
    losses: list[float] = []
    smoothed: list[float] = []
    average = 0.0
    for count, rate in enumerate(np.geomspace(low, high, steps), start=1):
        loss = float(update(float(rate)))
        if not math.isfinite(loss):
            if not losses:
                raise ValueError(f"the first loss is {loss}; the model is broken before any update")
            break
        average = beta * average + (1 - beta) * loss
        losses.append(loss)
        smoothed.append(float(bias_correction(average, beta, count)))
        gained = max(losses[0] - min(smoothed), 0.05 * abs(losses[0]))
        if smoothed[-1] > losses[0] + stop * gained:
            break
    made = len(losses)
    return RangeTest(np.geomspace(low, high, steps)[:made], np.array(losses), np.array(smoothed))
