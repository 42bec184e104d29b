"""Do implementations agree? Compared over every coordinate, never a sample of them.

Three ways to a gradient that know nothing of each other: the closed form of the book, a
framework's automatic differentiation, and central differences of the value alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ftlib.losses._validate import as_float64

# The step that balances the two errors of a central difference in float64: the formula's own,
# of order h², and the rounding of f, of order ε/h.
STEP = float(np.cbrt(np.finfo(np.float64).eps))


def central_difference(
    f: Callable[[NDArray[np.float64]], Any], at: ArrayLike, step: float = STEP
) -> NDArray[np.float64]:
    """∂f/∂xₖ ≈ [f(x + h eₖ) − f(x − h eₖ)] / 2h for every coordinate k.

    Args:
        f: takes a float64 array of the shape of `at`, returns one number. It is called twice
            for each coordinate.
        at: the point x, any shape.
        step: h for coordinates up to 1 in size; larger ones are stepped in proportion.

    Returns:
        float64, the shape of `at`; about ten digits are right for a smooth f of size 1.

    Raises:
        ValueError: for a `step` that is not positive, or an f that returns no single number.

    Source: chapter *Binary cross-entropy*, equation (central-difference).
    """
    if not step > 0:
        raise ValueError(f"step is {step}; give a small positive number, such as 6e-6")
    point = as_float64("at", at).copy()
    slopes = np.empty_like(point)
    for index in np.ndindex(point.shape):
        centre = float(point[index])
        h = step * max(1.0, abs(centre))
        right, left = centre + h, centre - h
        point[index] = right
        above = _number(f(point.copy()))
        point[index] = left
        below = _number(f(point.copy()))
        point[index] = centre
        slopes[index] = (above - below) / (right - left)  # the step that was really taken
    return slopes


def torch_gradient(f: Callable[[Any], Any], at: ArrayLike) -> NDArray[np.float64]:
    """∂f/∂x by PyTorch's autograd, in float64.

    Args:
        f: takes a float64 tensor of the shape of `at`, returns a tensor of one number.
        at: the point x, any shape.

    Returns:
        float64, the shape of `at`.
    """
    import torch

    x = torch.tensor(as_float64("at", at), dtype=torch.float64, requires_grad=True)
    (slopes,) = torch.autograd.grad(f(x), x)
    return np.asarray(slopes.numpy())


def tensorflow_gradient(f: Callable[[Any], Any], at: ArrayLike) -> NDArray[np.float64]:
    """∂f/∂x by TensorFlow's GradientTape, in float64. Args and result as `torch_gradient`."""
    import tensorflow as tf

    x = tf.constant(as_float64("at", at), dtype=tf.float64)
    with tf.GradientTape() as tape:
        tape.watch(x)
        value = f(x)
    slopes = tf.convert_to_tensor(tape.gradient(value, x))  # tf.gather alone gives a sparse one
    return np.asarray(slopes.numpy())


@dataclass(frozen=True)
class Difference:
    """Two results and the coordinate where they differ most."""

    left: str
    right: str
    error: float
    index: tuple[int, ...]

    def __str__(self) -> str:
        where = f" at {list(self.index)}" if self.index else ""
        return f"{self.left} – {self.right}: {self.error:.1e}{where}"


@dataclass(frozen=True)
class Report:
    """What `compare` found. `largest` is the figure for a claim; `str()` is a table."""

    shape: tuple[int, ...]
    differences: tuple[Difference, ...]

    @property
    def largest(self) -> float:
        """The largest error of any pair over all coordinates; NaN if any is."""
        return float(np.max([each.error for each in self.differences]))

    def between(self, left: str, right: str) -> float:
        """The largest error of one pair, named in either order.

        Raises:
            ValueError: for a name that was not compared.
        """
        for each in self.differences:
            if {each.left, each.right} == {left, right}:
                return each.error
        names = sorted({name for each in self.differences for name in (each.left, each.right)})
        raise ValueError(f"{left!r} and {right!r} are no pair of this report; it has {names}")

    def __str__(self) -> str:
        pairs = [f"{each.left} – {each.right}" for each in self.differences]
        width = max(len(pair) for pair in pairs)
        count = int(np.prod(self.shape, dtype=np.int64))
        noun = "coordinate" if count == 1 else "coordinates"
        lines = [f"largest difference over all {count:,} {noun}"]
        for pair, each in zip(pairs, self.differences, strict=True):
            where = f"   at {list(each.index)}" if each.index else ""
            lines.append(f"  {pair:<{width}}  {each.error:.1e}{where}")
        return "\n".join(lines)


def compare(results: Mapping[str, Any]) -> Report:
    """Compare every pair of results over every coordinate.

    The error of a coordinate is |a − b| / max(1, |a|, |b|): absolute for small numbers,
    relative for large ones. Equal infinities agree; a NaN anywhere makes the error NaN, which
    no claim survives.

    Args:
        results: two or more arrays of the same shape (NumPy, torch, TensorFlow or lists) by
            name, such as {"closed form": …, "autograd": …, "central differences": …}.

    Raises:
        ValueError: for fewer than two results, empty ones, or unequal shapes (both named).
    """
    arrays = {name: _plain(name, value) for name, value in results.items()}
    if len(arrays) < 2:
        raise ValueError(f"results has {len(arrays)} entries; give at least two to compare")
    (first, start), *others = arrays.items()
    if start.size == 0:
        raise ValueError(f"{first!r} is empty; there is no coordinate to compare")
    for name, array in others:
        if array.shape != start.shape:
            raise ValueError(
                f"{name!r} has shape {array.shape} and {first!r} has shape {start.shape}; "
                "compare results of one shape"
            )
    pairs = combinations(arrays.items(), 2)
    return Report(start.shape, tuple(_difference(*left, *right) for left, right in pairs))


def _difference(left: str, a: NDArray, right: str, b: NDArray) -> Difference:
    with np.errstate(invalid="ignore"):
        scale = np.maximum(1.0, np.maximum(np.abs(a), np.abs(b)))
        errors = np.where(a == b, 0.0, np.abs(a - b) / scale)
    worst = int(np.argmax(errors))  # argmax returns the first NaN where there is one
    index = tuple(int(i) for i in np.unravel_index(worst, errors.shape))
    return Difference(left, right, float(errors.flat[worst]), index)


def _plain(name: str, value: Any) -> NDArray[np.float64]:
    if hasattr(value, "detach"):  # a torch tensor, perhaps on a GPU, perhaps bfloat16
        value = value.detach().cpu().double()
    return as_float64(name, np.asarray(value))


def _number(value: Any) -> float:
    array = np.asarray(value.detach().cpu() if hasattr(value, "detach") else value)
    if array.size != 1:
        raise ValueError(
            f"f returned shape {array.shape}; give a function with one number as its value "
            "(reduce it with a sum or a mean)"
        )
    return float(array.reshape(()))
