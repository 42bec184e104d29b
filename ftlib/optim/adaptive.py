"""Optimisers that divide each slope by its own recent size: RMSProp, Adam, AdamW."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ftlib.optim._state import State, begin
from ftlib.optim._validate import (
    Array,
    parameters_and_gradient,
    require_choice,
    require_positive,
    require_rate,
    require_share,
)


def rmsprop(
    theta: ArrayLike,
    grad: ArrayLike,
    state: State | None = None,
    *,
    learning_rate: float,
    rho: float = 0.99,
    eps: float = 1e-8,
    eps_at: str = "outside",
    l2: float = 0.0,
) -> tuple[Array, State]:
    """v ← ρ v + (1 − ρ) g²;  θ ← θ − η g / (√v + ε).

    Args:
        rho: ρ in [0, 1), the share of the average that is kept.
        eps: ε > 0, in the unit of the gradient (of its square, when it stands inside).
        eps_at: "outside" the root, √v + ε (PyTorch), or "inside", √(v + ε) (Keras).
        theta, grad, state, learning_rate, l2: as `sgd`.

    Returns and errors: as `sgd`; `state.v` is the average of the squared gradients.

    Source: chapter *Optimisers*, equation (rmsprop); Tieleman and Hinton, lecture 6.5, 2012.
    """
    parameters, gradient = parameters_and_gradient(theta, grad)
    require_rate("learning_rate", learning_rate)
    require_rate("l2", l2)
    require_share("rho", rho)
    require_positive("eps", eps)
    require_choice("eps_at", eps_at, ("outside", "inside"))
    before = begin(state, parameters)
    slope = gradient + l2 * parameters
    v = rho * before.v + (1 - rho) * slope**2
    size = np.sqrt(v) + eps if eps_at == "outside" else np.sqrt(v + eps)
    after = parameters - learning_rate * slope / size
    return after, before._replace(step=before.step + 1, v=v)


def adam(
    theta: ArrayLike,
    grad: ArrayLike,
    state: State | None = None,
    *,
    learning_rate: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    eps_at: str = "corrected",
    l2: float = 0.0,
) -> tuple[Array, State]:
    """θ ← θ − η m̂ / (√v̂ + ε), with m̂ and v̂ the unbiased averages of g and of g².

    Args:
        beta1, beta2: β₁ and β₂ in [0, 1), the shares of the two averages that are kept.
        eps: ε > 0, in the unit of the gradient.
        eps_at: what ε is added to: the root of the "corrected" average, √v̂ (the published
            algorithm, PyTorch), or of the "raw" one, √v (Keras). The raw form with ε is the
            corrected form with ε/√(1 − β₂ᵗ).
        l2: λ₂ ≥ 0 of a penalty whose gradient λ₂ θ goes through both averages. This is not weight
            decay: see `adamw`.
        theta, grad, state, learning_rate: as `sgd`.

    Returns and errors: as `sgd`; `state.m` and `state.v` are the averages before correction.

    Source: chapter *Optimisers*, equations (adam-averages), (adam-bias) and (adam-step);
    Kingma and Ba, ICLR 2015, Algorithm 1 (for "raw", the last paragraph of its section 2).
    """
    require_rate("learning_rate", learning_rate)
    require_rate("l2", l2)
    options = (beta1, beta2, eps, eps_at, l2)
    parameters, direction, after = _adam_direction(theta, grad, state, *options)
    return parameters - learning_rate * direction, after


def adamw(
    theta: ArrayLike,
    grad: ArrayLike,
    state: State | None = None,
    *,
    learning_rate: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    eps_at: str = "corrected",
    weight_decay: float = 0.01,
) -> tuple[Array, State]:
    """θ ← θ − η m̂ / (√v̂ + ε) − η λ θ: Adam's step, and a decay that it does not rescale.

    Args:
        weight_decay: λ ≥ 0. The decay sees neither average; every parameter shrinks by the same
            share η λ of itself.
        theta, grad, state, learning_rate, beta1, beta2, eps, eps_at: as `adam`.

    Returns and errors: as `adam`.

    Source: chapter *Optimisers*, equation (adamw-step); Loshchilov and Hutter, ICLR 2019,
    Algorithm 2 (where the decay has no rate: its λ is our η λ, as in PyTorch and Keras).
    """
    require_rate("learning_rate", learning_rate)
    require_rate("weight_decay", weight_decay)
    options = (beta1, beta2, eps, eps_at, 0.0)
    parameters, direction, after = _adam_direction(theta, grad, state, *options)
    decayed = parameters - learning_rate * weight_decay * parameters
    return decayed - learning_rate * direction, after


def bias_correction(average: ArrayLike, beta: float, step: int) -> Array:
    """average / (1 − βᵗ): what an average that began at 0 has to be divided by after t steps.

    Args:
        average: an exponential average, any shape.
        beta: the share that is kept, in [0, 1).
        step: t ≥ 1, how many numbers went into it.

    Returns:
        float64, the shape of `average`.

    Raises:
        ValueError: for a `beta` outside [0, 1) or a `step` below 1.

    Source: chapter *Optimisers*, equation (adam-bias).
    """
    require_share("beta", beta)
    if step < 1:
        raise ValueError(f"step is {step!r}; nothing was averaged yet: count from 1")
    return np.asarray(average, dtype=np.float64) / (1 - beta**step)


def _adam_direction(
    theta: ArrayLike,
    grad: ArrayLike,
    state: State | None,
    beta1: float,
    beta2: float,
    eps: float,
    eps_at: str,
    l2: float,
) -> tuple[Array, Array, State]:
    """The parameters, m̂ / (√v̂ + ε), and the state after this step."""
    parameters, gradient = parameters_and_gradient(theta, grad)
    require_share("beta1", beta1)
    require_share("beta2", beta2)
    require_positive("eps", eps)
    require_choice("eps_at", eps_at, ("corrected", "raw"))
    before = begin(state, parameters)
    slope = gradient + l2 * parameters
    t = before.step + 1
    m = beta1 * before.m + (1 - beta1) * slope
    v = beta2 * before.v + (1 - beta2) * slope**2
    if eps_at == "raw":  # √v + ε, seen from √v̂ = √v/√(1 − β₂ᵗ), is √v̂ + ε/√(1 − β₂ᵗ)
        eps = eps / float(np.sqrt(1 - beta2**t))
    direction = bias_correction(m, beta1, t) / (np.sqrt(bias_correction(v, beta2, t)) + eps)
    return parameters, direction, State(t, m, v)
