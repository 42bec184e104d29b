"""What `linear_cross_entropy` demands of its arguments in every back end."""

from __future__ import annotations

import numbers
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ftlib.losses import _validate
from ftlib.losses._classes import dtype_name

BLOCK = 2**25  # logits formed at a time: 128 MB in float32


def require_layer(
    hidden: Sequence[int | None],
    weight: Sequence[int | None],
    targets: Sequence[int | None],
    dtype: object,
    bias: Sequence[int | None] | None,
    chunk: int | None,
) -> None:
    """Shapes [..., H], [C, H], [...], [C] and integer labels; None: a size not yet known."""
    if len(hidden) == 0 or len(weight) != 2 or not _same(hidden[-1:], weight[1:]):
        raise ValueError(
            f"hidden has shape {tuple(hidden)} and weight has shape {tuple(weight)}; give "
            "[..., H] and [C, H], the weight as nn.Linear keeps it"
        )
    if weight[0] == 0:
        raise ValueError(f"weight has shape {tuple(weight)}; give at least one class")
    if not _same(targets, hidden[:-1]):
        raise ValueError(
            f"targets has shape {tuple(targets)} and hidden has shape {tuple(hidden)}; give one "
            f"integer label for each row, shape {tuple(hidden[:-1])}"
        )
    if "int" not in dtype_name(dtype) and 0 not in targets:
        raise ValueError(f"targets has dtype {dtype_name(dtype)}; give integer labels")
    if bias is not None and not _same(bias, weight[:1]):
        raise ValueError(
            f"bias has shape {tuple(bias)} and weight has shape {tuple(weight)}; give one bias "
            f"for each class, shape {tuple(weight[:1])}"
        )
    if chunk is not None and (not isinstance(chunk, numbers.Integral) or chunk < 1):
        raise ValueError(f"chunk is {chunk!r}; give a positive number of rows, or None")


def require_finite(name: str, array: NDArray) -> None:
    """The layer's numbers are finite; a bias may be −inf, which leaves its class out."""
    remedy = "give finite numbers (a bias of -inf leaves a class out)"
    _validate.require_finite(name, array, remedy, below=name != "bias")


def require_logits(z: NDArray) -> None:
    """The layer's results have a softmax in every row: none overflows, and one is possible."""
    top = z.max(-1)  # NaN passes through
    bad = np.asarray(~np.isfinite(top))
    if bad.any():
        row = _validate.first(bad)
        raise ValueError(
            f"hidden @ weight.T + bias has no softmax in row {row}: it overflows, or excludes "
            "every class; make hidden and weight smaller, or the bias finite"
        )


def rows_at_a_time(chunk: int | None, classes: int) -> int:
    """`chunk`, or as many rows as make about `BLOCK` logits."""
    return int(chunk) if chunk is not None else max(1, BLOCK // classes)


def _same(a: Sequence[int | None], b: Sequence[int | None]) -> bool:
    pairs = zip(a, b, strict=False)
    return len(a) == len(b) and all(None in (x, y) or x == y for x, y in pairs)
