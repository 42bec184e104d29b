"""Plain gradient descent, and gradient descent with momentum."""

from __future__ import annotations

from numpy.typing import ArrayLike

from ftlib.optim._state import State, begin
from ftlib.optim._validate import Array, parameters_and_gradient, require_rate, require_share


def sgd(
    theta: ArrayLike,
    grad: ArrayLike,
    state: State | None = None,
    *,
    learning_rate: float,
    l2: float = 0.0,
    weight_decay: float = 0.0,
) -> tuple[Array, State]:
    """θ ← θ − η (g + λ₂ θ) − η λ θ.

    Args:
        theta: parameters, any shape, taken as float64.
        grad: the gradient of the loss at `theta`, the shape of `theta`.
        state: what the last step returned; None at the first.
        learning_rate: η ≥ 0.
        l2: λ₂ ≥ 0 of the penalty ½ λ₂ ‖θ‖² in the loss, whose gradient λ₂ θ is added to `grad`.
        weight_decay: λ ≥ 0 of the decoupled decay. For this optimiser it does what `l2` does.

    Returns:
        The new parameters (float64, the shape of `theta`; the argument is not changed) and the
        new state.

    Raises:
        ValueError: for unequal shapes, a NaN in `grad`, a hyper-parameter outside its range, or a
            state of other parameters.

    Source: chapter *Optimisers*, equations (gradient-descent) and (decay-step).
    """
    parameters, gradient = parameters_and_gradient(theta, grad)
    _require_rates(learning_rate, l2, weight_decay)
    before = begin(state, parameters)
    direction = gradient + l2 * parameters
    after = parameters - learning_rate * direction - learning_rate * weight_decay * parameters
    return after, before._replace(step=before.step + 1)


def momentum(
    theta: ArrayLike,
    grad: ArrayLike,
    state: State | None = None,
    *,
    learning_rate: float,
    momentum: float = 0.9,
    nesterov: bool = False,
    l2: float = 0.0,
    weight_decay: float = 0.0,
) -> tuple[Array, State]:
    """m ← μ m + g;  θ ← θ − η m (heavy ball), or θ ← θ − η (g + μ m) (Nesterov's form).

    The rate stands outside the velocity, as in PyTorch. Keras keeps η inside (m ← μ m − η g), which
    gives the same path while η stays constant, and another one under a schedule.

    Args:
        momentum: μ in [0, 1), the share of the velocity that is kept.
        nesterov: look ahead: use the velocity that the next step would have.
        theta, grad, state, learning_rate, l2, weight_decay: as `sgd`; the penalty's gradient goes
            into the velocity, the decoupled decay does not.

    Returns and errors: as `sgd`; `state.m` is the velocity.

    Source: chapter *Optimisers*, equations (heavy-ball) and (nesterov-form); Polyak 1964;
    Sutskever et al., ICML 2013.
    """
    parameters, gradient = parameters_and_gradient(theta, grad)
    _require_rates(learning_rate, l2, weight_decay)
    require_share("momentum", momentum)
    before = begin(state, parameters)
    slope = gradient + l2 * parameters
    m = momentum * before.m + slope
    direction = slope + momentum * m if nesterov else m
    after = parameters - learning_rate * direction - learning_rate * weight_decay * parameters
    return after, before._replace(step=before.step + 1, m=m)


def _require_rates(learning_rate: float, l2: float, weight_decay: float) -> None:
    require_rate("learning_rate", learning_rate)
    require_rate("l2", l2)
    require_rate("weight_decay", weight_decay)
