"""A ReLU network of one number is a chain of straight pieces: find them, without rounding."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray


def pieces(layers: Sequence[tuple[ArrayLike, ArrayLike]], low: float, high: float) -> list[float]:
    """The ends of the straight pieces of x ↦ network(x) on [low, high], in order.

    Between two neighbouring knots every unit is a straight line. A layer keeps that true, and a
    ReLU breaks a unit's line where it crosses zero: these places become knots. In the end only
    those remain where the output bends. Rational numbers, so that equal slopes are equal.

    Args:
        layers: (weight [out, in], bias [out]) of each layer, from the first on; finite. The first
            has in = 1, the last out = 1, and a ReLU stands between two layers.
        low, high: the interval, low < high.

    Returns:
        K + 1 numbers, from low to high, where K is the number of pieces.

    Raises:
        ValueError: shapes that do not fit together, or low ≥ high.

    Source: chapter *From the perceptron to depth*, equation (pieces-bound).
    """
    if not low < high:
        raise ValueError(f"low is {low} and high {high}; give an interval with low < high")
    exact = [(_fractions(weight), _fractions(bias)) for weight, bias in layers]
    shapes = [(weight.shape, bias.shape) for weight, bias in exact]
    size = 1
    for weight, bias in exact:
        if weight.ndim != 2 or weight.shape[1] != size or bias.shape != weight.shape[:1]:
            raise ValueError(f"layers have shapes {shapes}; give [out, in] and [out], from in = 1")
        size = len(weight)
    if not exact or size != 1:
        raise ValueError(f"layers have shapes {shapes}; the last one must have one output")
    knots = _fractions([low, high])
    units = knots[:, None]  # values of the units at the knots, [knots, units]
    for weight, bias in exact[:-1]:
        knots, units = _split_at_zeros(knots, units @ weight.T + bias)
        units = units * (units > 0)
    weight, bias = exact[-1]
    output = (units @ weight.T + bias)[:, 0]
    slopes = np.diff(output) / np.diff(knots)
    bends = np.flatnonzero(slopes[1:] != slopes[:-1]) + 1
    return [float(knots[0]), *(float(knots[k]) for k in bends), float(knots[-1])]


def _split_at_zeros(
    knots: NDArray[np.object_], units: NDArray[np.object_]
) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """New knots where a unit changes its sign, and the units' values at old and new knots."""
    places, values = [knots[0]], [units[0]]
    for left, right, before, after in zip(
        knots[:-1], knots[1:], units[:-1], units[1:], strict=True
    ):
        crossing = before * after < 0
        shares = sorted(set(before[crossing] / (before[crossing] - after[crossing])))
        for share in [*shares, Fraction(1)]:
            places.append(left + share * (right - left))
            values.append(before + share * (after - before))
    return np.array(places), np.array(values)


def _fractions(values: ArrayLike) -> NDArray[np.object_]:
    array = np.asarray(values, dtype=np.float64)
    if not np.isfinite(array).all():
        raise ValueError("layers or the interval hold NaN or infinity; give finite numbers")
    exact = np.array([Fraction(value) for value in array.ravel()], dtype=object)
    return exact.reshape(array.shape)
