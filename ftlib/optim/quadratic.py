"""What can be said exactly: paths, and the largest stable rate on a quadratic bowl."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ftlib.optim._state import State
from ftlib.optim._validate import Array, require_count, require_share

Step = Callable[..., tuple[Array, State]]


def path(
    step: Step, gradient: Callable[[Array], ArrayLike], start: ArrayLike, steps: int, **hyper: Any
) -> Array:
    """The parameters before and after each of `steps` updates.

    Args:
        step: an optimiser of this package, such as `adam`.
        gradient: takes parameters (the shape of `start`), gives the gradient there.
        start: where the path begins, any shape.
        steps: how many updates, from 0 up.
        hyper: the optimiser's hyper-parameters, such as `learning_rate`.

    Returns:
        float64, shape [steps + 1, …]: row 0 is `start`.

    Raises:
        ValueError: as `step`; for a negative number of steps.
    """
    require_count("steps", steps, 0)
    theta, state = np.asarray(start, dtype=np.float64), None
    rows = [theta]
    for _ in range(steps):
        theta, state = step(theta, gradient(theta), state, **hyper)
        rows.append(theta)
    return np.stack(rows)


def stability_limit(hessian: ArrayLike, *, momentum: float = 0.0) -> float:
    """2 (1 + μ)/λ_max: below this rate gradient descent with momentum μ converges on a bowl.

    Args:
        hessian: the bowl's curvature, symmetric, shape [K, K], with a positive eigenvalue.
        momentum: μ in [0, 1) of the heavy ball; 0 is plain gradient descent.

    Returns:
        The rate at which the steepest direction stops to shrink.

    Raises:
        ValueError: for a matrix that is not square and symmetric, or curves upwards nowhere (then
            there is no limit, because there is no minimum).

    Source: chapter *Optimisers*, equations (stability-limit) and (stability-momentum).
    """
    require_share("momentum", momentum)
    matrix = np.asarray(hessian, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not np.allclose(matrix, matrix.T):
        raise ValueError(
            f"hessian has shape {matrix.shape} and must be square and symmetric; "
            "average it with its transpose if rounding made it uneven"
        )
    steepest = float(np.linalg.eigvalsh(matrix)[-1])
    if steepest <= 0:
        raise ValueError(
            f"hessian has the largest eigenvalue {steepest:g}; the loss curves upwards nowhere, "
            "so no rate converges: check its sign"
        )
    return 2 * (1 + momentum) / steepest
