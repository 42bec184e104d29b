"""Where gradient descent on a quadratic stands after t steps, and the penalty it resembles."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ftlib.optim._validate import Array, require_count, require_positive, require_rate


def descent_on_quadratic(
    hessian: ArrayLike, minimum: ArrayLike, start: ArrayLike, *, learning_rate: float, steps: int
) -> Array:
    """θ_t = θ_0 + (I − (I − ηH)^t)(θ* − θ_0), without taking the t steps.

    In the direction of an eigenvector of H with eigenvalue h, descent has gone the share
    1 − (1 − ηh)^t of the way from the start to the minimum: nothing where h = 0.

    Args:
        hessian: H, symmetric, shape [K, K].
        minimum: θ*, a zero of the gradient H (θ − θ*), shape [K].
        start: θ_0, shape [K].
        learning_rate: η ≥ 0.
        steps: t ≥ 0, a whole number.

    Returns:
        float64, shape [K].

    Raises:
        ValueError: for shapes that do not fit, an asymmetric H, a negative rate or count.

    Source: chapter *Empirical risk*, equation (shrinkage).
    """
    require_rate("learning_rate", learning_rate)
    require_count("steps", steps, 0)
    values, vectors, way, origin = _along_eigenvectors(hessian, minimum, start)
    gone = 1 - (1 - learning_rate * values) ** steps
    return origin + vectors @ (gone * way)


def minimum_near(
    hessian: ArrayLike, minimum: ArrayLike, start: ArrayLike, *, strength: float
) -> Array:
    """The minimum of ½(θ − θ*)ᵀH(θ − θ*) + ½λ‖θ − θ_0‖²: a penalty that pulls to the start.

    In the direction with eigenvalue h it lies the share h/(h + λ) of the way from θ_0 to θ*.

    Args:
        hessian: H, symmetric and positive semidefinite, shape [K, K].
        minimum, start: θ* and θ_0, shape [K].
        strength: λ > 0.

    Returns:
        float64, shape [K].

    Raises:
        ValueError: for shapes that do not fit, an asymmetric H, one with a negative eigenvalue, or
            a strength that is not above 0.

    Source: chapter *Empirical risk*, equation (pull-to-start); Goodfellow et al. (2016), 7.8.
    """
    require_positive("strength", strength)
    values, vectors, way, origin = _along_eigenvectors(hessian, minimum, start)
    if values[0] < -1e-12 * max(1.0, values[-1]):
        raise ValueError(
            f"hessian has the eigenvalue {values[0]:g}; a pull of λ has a minimum for every λ > 0 "
            "only where no direction curves downwards"
        )
    return origin + vectors @ (values / (values + strength) * way)


def _along_eigenvectors(
    hessian: ArrayLike, minimum: ArrayLike, start: ArrayLike
) -> tuple[Array, Array, Array, Array]:
    """Eigenvalues (rising), eigenvectors, the way θ* − θ_0 in their basis, and θ_0."""
    H = np.asarray(hessian, dtype=np.float64)
    target, origin = (np.asarray(each, dtype=np.float64) for each in (minimum, start))
    if origin.ndim != 1 or target.shape != origin.shape or H.shape != 2 * origin.shape:
        raise ValueError(
            f"hessian has shape {H.shape}, minimum {target.shape} and start {origin.shape}; "
            "give [K, K], [K] and [K]"
        )
    if not np.allclose(H, H.T):
        raise ValueError("hessian is not symmetric; average it with its transpose")
    values, vectors = np.linalg.eigh(H)
    return values, vectors, vectors.T @ (target - origin), origin
