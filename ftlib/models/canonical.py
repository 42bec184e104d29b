"""Four losses that are one: −log p(y) of an exponential family, in its natural parameter."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, gammaln, logsumexp, softmax

Floats = NDArray[np.float64]


class _Family(NamedTuple):
    """A(z) of one outcome, its slope A′(z) = E[y], and −log h(y), which z does not enter."""

    log_partition: Callable[[Floats], Floats]
    mean: Callable[[Floats], Floats]
    rest: Callable[[Floats], Floats]


_FAMILIES = {
    "bernoulli": _Family(lambda z: np.logaddexp(0.0, z), expit, np.zeros_like),
    "categorical": _Family(
        lambda z: logsumexp(z, axis=-1),
        lambda z: softmax(z, axis=-1),
        lambda y: np.zeros(y.shape[:-1]),
    ),
    "gaussian": _Family(
        lambda z: z**2 / 2, lambda z: z, lambda y: y**2 / 2 + np.log(2 * np.pi) / 2
    ),
    "poisson": _Family(np.exp, np.exp, lambda y: gammaln(y + 1)),
}


def canonical_loss(family: str, z: ArrayLike, y: ArrayLike) -> Floats:
    """ℓ = A(z) − z·y − log h(y), the surprise of each outcome in nats.

    Args:
        family: `bernoulli`, `categorical`, `gaussian` (of variance 1) or `poisson`.
        z: natural parameter, any shape; for `categorical` [..., C], the logits.
        y: the outcome, the shape of z: 0/1 (or a share), one-hot (or shares that sum to 1), a
            number, a count.

    Returns:
        float64, the shape of z; without its last axis for `categorical`.

    Raises:
        ValueError: an unknown family, unequal shapes, or a z that is not finite.

    Source: chapter *Task layers*, equation (canonical-loss); McCullagh and Nelder (1989), ch. 2.
    """
    z, y = _checked(family, z, y)
    inner = z * y
    chosen = _FAMILIES[family]
    if family == "categorical":
        inner = inner.sum(axis=-1)
    return chosen.log_partition(z) - inner + chosen.rest(y)


def canonical_gradient(family: str, z: ArrayLike, y: ArrayLike) -> Floats:
    """∂ℓ/∂z = E[y] − y: forecast minus outcome, whatever the family.

    Args and errors: as `canonical_loss`. Returns float64, the shape of z.
    Source: chapter *Task layers*, equation (canonical-gradient).
    """
    z, y = _checked(family, z, y)
    return _FAMILIES[family].mean(z) - y


def canonical_mean(family: str, z: ArrayLike) -> Floats:
    """E[y] = A′(z), the activation that belongs to the family: σ, softmax, identity, exp.

    Args and errors: as `canonical_loss`. Returns float64, the shape of z.
    Source: chapter *Task layers*, equation (canonical-mean).
    """
    z, _ = _checked(family, z, z)
    return _FAMILIES[family].mean(z)


def _checked(family: str, z: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    if family not in _FAMILIES:
        raise ValueError(f"family is {family!r}; use one of {', '.join(sorted(_FAMILIES))}")
    logits, outcome = np.asarray(z, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if logits.shape != outcome.shape:
        raise ValueError(
            f"y has shape {outcome.shape} and z has shape {logits.shape}; give one outcome for "
            "each z (one-hot for the categorical family); nothing is broadcast"
        )
    if family == "categorical" and logits.ndim == 0:
        raise ValueError("z is a single number; the categorical family needs an axis of classes")
    if not np.isfinite(logits).all():
        raise ValueError("z holds NaN or infinity; look for the step that made it")
    return logits, outcome
