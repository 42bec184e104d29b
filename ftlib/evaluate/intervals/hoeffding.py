"""How far a mean of bounded losses can lie from its expectation: Hoeffding's inequality."""

from __future__ import annotations

import math


def hoeffding_radius(
    count: int, *, confidence: float = 0.95, width: float = 1.0, hypotheses: int = 1
) -> float:
    """Half the length of Hoeffding's interval for the mean of `count` independent losses.

    With at least this probability the mean over the sample lies within the radius of the expected
    risk, whatever the distribution, *if the model was fixed before the sample was drawn*.

    Args:
        count: n ≥ 1 independent examples.
        confidence: in (0, 1); the interval may fail in a share of 1 − confidence of the samples.
        width: b − a > 0, where every loss lies in [a, b] (1 for the share of errors).
        hypotheses: M ≥ 1 fixed models for all of which the intervals hold at once (the union
            bound), so that the best of them may be picked on this very sample.

    Returns:
        width · √(log(2 M / (1 − confidence)) / (2 n)), in the unit of the loss.

    Raises:
        ValueError: for a value outside its range.

    Source: chapter *Empirical risk*, equations (hoeffding-radius) and (union); Hoeffding (1963).
    """
    _require(count=count, hypotheses=hypotheses)
    tail = _tail(confidence, width)
    return width * math.sqrt(math.log(2 * hypotheses / tail) / (2 * count))


def hoeffding_count(
    radius: float, *, confidence: float = 0.95, width: float = 1.0, hypotheses: int = 1
) -> int:
    """The smallest n whose `hoeffding_radius` is at most `radius`. Arguments and errors: as there.

    Source: chapter *Empirical risk*, equation (hoeffding-radius), solved for n.
    """
    _require(hypotheses=hypotheses)
    tail = _tail(confidence, width)
    if not (math.isfinite(radius) and radius > 0):
        raise ValueError(f"radius is {radius!r}; give a finite number above 0, such as 0.05")
    count = max(1, math.ceil(width**2 * math.log(2 * hypotheses / tail) / (2 * radius**2)))
    # Rounding can put n one off in either direction; the radius itself decides.
    options = {"confidence": confidence, "width": width}
    while hoeffding_radius(count, hypotheses=hypotheses, **options) > radius:
        count += 1
    while count > 1 and hoeffding_radius(count - 1, hypotheses=hypotheses, **options) <= radius:
        count -= 1
    return count


def _require(**counts: int) -> None:
    for name, value in counts.items():
        if isinstance(value, bool) or not value >= 1 or value != int(value):
            raise ValueError(f"{name} is {value!r}; give a whole number from 1 up")


def _tail(confidence: float, width: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(
            f"confidence is {confidence!r}; give a share between 0 and 1, such as 0.95"
        )
    if not (math.isfinite(width) and width > 0):
        raise ValueError(
            f"width is {width!r}; give b − a > 0 for losses in [a, b] (an unbounded loss has none: "
            "bound the share of errors instead)"
        )
    return 1 - confidence
