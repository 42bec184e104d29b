"""What the binary losses with options demand, and the sentences they say otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from numpy.typing import NDArray

from ftlib.losses._classes import (
    require_between,
    require_ignore_index,
    still_to_warn,
    warn_once,
)
from ftlib.losses._validate import require_finite

ENOUGH = 32  # logits that all lie in [0, 1] by chance are rarer than one in 2³²


def require_binary_options(label_smoothing: float, ignore_index: int | None) -> None:
    require_between("label_smoothing", label_smoothing, 0, 1)
    require_ignore_index(ignore_index)


def require_focal_options(gamma: float, alpha: float | None) -> None:
    require_between("gamma", gamma, 0, 100)
    if alpha is not None:
        require_between("alpha", alpha, 0, 1)


def require_finite_logits(z: NDArray) -> None:
    require_finite("z", z, "give finite logits")


def require_broadcastable(
    name: str, shape: Sequence[int | None], prediction: str, z_shape: Sequence[int | None]
) -> None:
    """A weight may have fewer axes than the prediction, or axes of 1; never more numbers."""
    tails = zip(reversed(shape), reversed(z_shape), strict=False)
    if len(shape) > len(z_shape) or any(a not in (1, b) and None not in (a, b) for a, b in tails):
        raise ValueError(
            f"{name} has shape {tuple(shape)} and {prediction} has shape {tuple(z_shape)}; give a "
            f"shape that broadcasts to that of {prediction}"
        )


def warn_if_probabilities(z: NDArray) -> None:
    """Warn, once a process, when many logits all lie in [0, 1] and reach towards both ends."""
    if z.size < ENOUGH or not still_to_warn("sigmoid"):
        return
    if z.min() >= 0 and z.max() <= 1 and z.min() < 0.2 and z.max() > 0.8:
        warn_once(
            "sigmoid",
            "every z lies in [0, 1], like a probability; this loss applies the sigmoid itself: "
            "give the numbers before it",
        )
