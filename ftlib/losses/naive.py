"""The formulas as they are often typed in, kept to show where they fail. Do not train with them.

They compute in the dtype they are given and check nothing: overflow, −log 0 and 0·inf come out
as inf and NaN.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def sigmoid_naive(z: NDArray[Any]) -> NDArray[Any]:
    """1 / (1 + e^(−z)) as written; dtype and shape of `z`. e^(−z) overflows for z ≪ 0."""
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))


def binary_cross_entropy_naive(z: NDArray[Any], y: NDArray[Any]) -> NDArray[Any]:
    """−[y log p + (1 − y) log(1 − p)] with p = 1/(1 + e^(−z)), every step in the dtype of `z`.

    Args:
        z: logits, float16, float32 or float64, any shape.
        y: targets in [0, 1], the shape of `z`; cast to the dtype of `z`.

    Returns:
        The losses, dtype and shape of `z`: inf or NaN once p has rounded to 0 or 1.

    Source: chapter *Binary cross-entropy*, section *Derivation*; compare
    `reference.binary_cross_entropy_with_logits`.
    """
    p, target = sigmoid_naive(z), y.astype(z.dtype)
    with np.errstate(divide="ignore", invalid="ignore"):
        return -(target * np.log(p) + (1 - target) * np.log(1 - p))
