"""Which class to name when missing a class has its own price, and what that costs on average."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

_ROUNDING = 2**-7  # rows of bfloat16 miss a sum of 1 by up to 2⁻⁹, and more when added up in it


def cheapest_class(
    p: ArrayLike, miss: ArrayLike
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """The class of the smallest expected cost, where naming another one than k costs miss_k.

    Args:
        p: calibrated probabilities of classes that exclude each other, float, shape [N, K], N ≥ 0;
            each row adds up to 1 (within 2⁻⁷: half precision and bfloat16 will do).
        miss: price of missing each class, float, shape [K], at least 0, one of them positive. All
            1: the most probable class, and the cost is the error. 1/π_k (π_k the share of class
            k): the class that is best for the mean of all classes' recalls.

    Returns:
        (choice, cost, stake): the class named, int64 [N] (the first on a tie); the expected cost
        of naming it, Σ_k miss_k p_k − max_k miss_k p_k, float64 [N]; and Σ_k miss_k p_k, what
        naming a wrong one in every case would cost, float64 [N]. In the unit of `miss`.

    Raises:
        ValueError: shapes that do not fit, a p outside [0, 1], a row of another sum than 1,
            prices negative, not finite or all 0.

    Source: chapter *To which physician?*, equations (class-choice) and (class-cost); Elkan (2001).
    """
    share, price = np.asarray(p, np.float64), np.asarray(miss, np.float64)
    if share.ndim != 2 or price.shape != share.shape[1:]:
        raise ValueError(
            f"p has shape {share.shape} and miss {price.shape}; give [N, K] and one price for each "
            "of K classes"
        )
    if not (np.isfinite(price).all() and (price >= 0).all() and price.any()):
        raise ValueError(f"miss is {price}; give finite prices of at least 0, not all of them 0")
    if not ((share >= 0) & (share <= 1)).all():
        raise ValueError("p holds a value outside [0, 1]; give probabilities, not logits")
    off = np.abs(share.sum(axis=1) - 1)
    if (off > _ROUNDING).any():
        row = int(off.argmax())
        raise ValueError(
            f"p[{row}] adds up to {share[row].sum():.3g}; give probabilities of classes that "
            "exclude each other (a softmax, not a sigmoid for each class)"
        )
    weighed = share * price
    stake = weighed.sum(axis=1)
    return weighed.argmax(axis=1), stake - weighed.max(axis=1), stake
