"""What an optimiser remembers between two steps."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ftlib.optim._validate import Array


class State(NamedTuple):
    """The memory of an optimiser after `step` updates; `None` stands for the state before any.

    Attributes:
        step: how many updates were made (Adam's t).
        m: the first average: momentum's velocity, or Adam's mean of gradients; the shape of the
            parameters, float64. Zeros where the optimiser keeps none.
        v: the second average: of squared gradients; as `m`.
    """

    step: int
    m: Array
    v: Array


def begin(state: State | None, theta: Array) -> State:
    """The state given, or the one before the first step.

    Raises:
        ValueError: when the state belongs to parameters of another shape.
    """
    if state is None:
        return State(0, np.zeros_like(theta), np.zeros_like(theta))
    if np.shape(state.m) != theta.shape or np.shape(state.v) != theta.shape:
        raise ValueError(
            f"state has averages of shape {np.shape(state.m)} and theta has shape {theta.shape}; "
            "pass the state that the last step on this theta returned, or None to begin"
        )
    return state
