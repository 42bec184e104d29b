"""What the losses of pairs demand of their arguments, and the sentences they say otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from numpy.typing import NDArray

from ftlib.losses._classes import require_positive
from ftlib.losses._validate import require_finite, require_reduction

SCORES = "give finite scores"
ANSWERS = "give the finite log-probability of each whole answer, summed over its tokens"


def require_pairs(reduction: str, size: int | None, **shapes: Sequence[int | None]) -> None:
    """Equal shapes (None: a size not yet known) and a reduction; `size` counts the pairs."""
    (leader, start), *others = shapes.items()
    for name, shape in others:
        if not _fit(shape, start):
            raise ValueError(
                f"{name} has shape {tuple(shape)} and {leader} has shape {tuple(start)}; give one "
                "number for each pair in both (nothing is broadcast)"
            )
    require_reduction(reduction, size, leader)


def require_beta(beta: float) -> None:
    require_positive("beta", beta)


def require_numbers(name: str, array: NDArray, remedy: str) -> None:
    """No NaN and no infinity: the difference of two infinite ones would say nothing."""
    require_finite(name, array, remedy)


def _fit(shape: Sequence[int | None], other: Sequence[int | None]) -> bool:
    pairs = zip(shape, other, strict=False)
    return len(shape) == len(other) and all(None in (a, b) or a == b for a, b in pairs)
