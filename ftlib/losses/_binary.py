"""What the binary losses with options demand, and the sentences they say otherwise."""

from __future__ import annotations

import numbers
import warnings
from collections.abc import Sequence

from numpy.typing import NDArray

from ftlib.losses._classes import SuspiciousLogits, _warned, require_between

ENOUGH = 32  # logits that all lie in [0, 1] by chance are rarer than one in 2³²


def require_binary_options(label_smoothing: float, ignore_index: int | None) -> None:
    require_between("label_smoothing", label_smoothing, 0, 1)
    if ignore_index is not None and not isinstance(ignore_index, numbers.Integral):
        raise ValueError(f"ignore_index is {ignore_index!r}; give an integer label, or None")


def require_broadcastable(
    name: str, shape: Sequence[int | None], z_shape: Sequence[int | None]
) -> None:
    """A weight may be smaller than the logits, never larger."""
    tails = zip(reversed(shape), reversed(z_shape), strict=False)
    if len(shape) > len(z_shape) or any(a not in (1, b) and None not in (a, b) for a, b in tails):
        raise ValueError(
            f"{name} has shape {tuple(shape)} and z has shape {tuple(z_shape)}; give a shape "
            "that broadcasts to that of z"
        )


def warn_if_probabilities(z: NDArray) -> None:
    """Warn, once a process, when many logits all lie in [0, 1] and reach towards both ends."""
    if z.size >= ENOUGH and z.min() >= 0 and z.max() <= 1 and z.min() < 0.2 and z.max() > 0.8:
        _warned.add("sigmoid")
        warnings.warn(
            "every z lies in [0, 1], like a probability; this loss applies the sigmoid itself: "
            "give the numbers before it",
            SuspiciousLogits,
            stacklevel=4,
        )
