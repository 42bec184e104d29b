"""InfoNCE: pick the right key among many; softmax cross-entropy of similarities."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ftlib.losses._classes import require_options
from ftlib.losses._validate import as_float64, require_finite
from ftlib.losses.reference.softmax_cross_entropy import (
    softmax_cross_entropy,
    softmax_cross_entropy_grad,
)


def info_nce(
    queries: ArrayLike,
    keys: ArrayLike,
    *,
    temperature: float = 0.07,
    reduction: str = "mean",
    validate: bool = True,
) -> NDArray[np.float64]:
    """−log softmax(q_i · k_j / T) at j = i: key i is query i's own, all other keys are not.

    Args:
        queries: [N, D]. Give unit vectors to compare by cosine.
        keys: [M, D] with M ≥ N; rows N … M − 1 are further negatives.
        temperature: T > 0.
        reduction: "none" ([N]), "mean" or "sum".
        validate: look at the values too (NaN, infinities).

    Returns:
        float64, in nats; log M when all keys are alike.

    Raises:
        ValueError: for shapes that do not fit, NaN, infinities, an unknown reduction, or
            no queries ("mean").

    Source: chapter *Sequence loss*, equation (info-nce); van den Oord et al. (2018).
    """
    q, k = _vectors(queries, keys, temperature, reduction, validate)
    return softmax_cross_entropy(
        q @ k.T / temperature, np.arange(len(q)), reduction=reduction, validate=False
    )


def info_nce_grad(
    queries: ArrayLike,
    keys: ArrayLike,
    *,
    temperature: float = 0.07,
    reduction: str = "mean",
    validate: bool = True,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """∂/∂queries = G k / T and ∂/∂keys = Gᵀ q / T, with G = p − y of the similarities.

    Args and errors: as `info_nce`. Returns two float64 arrays, [N, D] and [M, D].
    Source: chapter *Sequence loss*, equation (info-nce).
    """
    q, k = _vectors(queries, keys, temperature, reduction, validate)
    slopes = softmax_cross_entropy_grad(
        q @ k.T / temperature, np.arange(len(q)), reduction=reduction, validate=False
    )
    return slopes @ k / temperature, slopes.T @ q / temperature


def require_pairs(
    queries: Sequence[int | None],
    keys: Sequence[int | None],
    temperature: float,
    reduction: str,
) -> None:
    """The shapes [N, D] and [M, D], M ≥ N (None: not yet known), and the options."""
    fit = len(queries) == 2 and len(keys) == 2
    if fit:
        (n, d), (m, e) = queries, keys
        fit = (None in (d, e) or d == e) and (n is None or m is None or m >= n)
    if not fit:
        raise ValueError(
            f"queries has shape {tuple(queries)} and keys has shape {tuple(keys)}; give [N, D] "
            "and [M, D] with M of at least N: key i belongs to query i"
        )
    require_options(reduction, queries[0], "queries", temperature=temperature)


def require_vectors(name: str, array: NDArray) -> None:
    require_finite(name, array, "give finite vectors")


def _vectors(
    queries: ArrayLike, keys: ArrayLike, temperature: float, reduction: str, validate: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    q, k = as_float64("queries", queries), as_float64("keys", keys)
    require_pairs(q.shape, k.shape, temperature, reduction)
    if validate:
        require_vectors("queries", q)
        require_vectors("keys", k)
    return q, k
