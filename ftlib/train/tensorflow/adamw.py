"""AdamW as PyTorch takes its steps; Keras's own differs in ε (see *Two frameworks, one loop*)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tensorflow as tf

BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8  # PyTorch's defaults


class AdamW:
    """Averages m and v of the gradient and of its square, for each variable, and steps by them.

    Attributes:
        variables: what trains.
        groups, decays: of each variable, its place among the rates, and its λ.
        steps: how many were made, a variable.
        first, second: m and v.

    Source: chapter *Optimisers*; Loshchilov and Hutter, ICLR 2019.
    """

    def __init__(
        self, variables: Sequence[Any], groups: Sequence[int], decays: Sequence[float]
    ) -> None:
        self.variables, self.groups, self.decays = list(variables), list(groups), list(decays)
        self.steps = tf.Variable(0, dtype=tf.int64, trainable=False)
        self.first = [tf.Variable(tf.zeros_like(each), trainable=False) for each in variables]
        self.second = [tf.Variable(tf.zeros_like(each), trainable=False) for each in variables]

    def step(
        self, strategy: Any, gradients: Sequence[Any], rates: Any, taken: Any, shorten: Any
    ) -> None:
        """Move every variable, on every replica.

        Args:
            strategy: whose replicas hold the variables.
            gradients: of each variable, summed over the replicas; None leaves it as it is.
            rates: η of each group, float64, shape [groups].
            taken: a boolean scalar; false leaves everything as it is.
            shorten: the factor that clips the gradient, a scalar.
        """
        self.steps.assign_add(tf.cast(taken, tf.int64))
        done = tf.cast(self.steps, tf.float64)
        corrections = 1 - tf.pow(tf.constant([BETA1, BETA2], tf.float64), done)
        for place, gradient in enumerate(gradients):
            if gradient is None:
                continue
            rate = rates[self.groups[place]]
            arguments = (self.first[place], self.second[place], gradient, taken, shorten)
            more = (rate * self.decays[place], rate / corrections[0], tf.sqrt(corrections[1]))
            strategy.extended.update(self.variables[place], _move, (*arguments, *more))


def _move(
    theta: Any, m: Any, v: Any, g: Any, taken: Any, shorten: Any, decay: Any, rate: Any, root: Any
) -> None:
    """θ ← θ(1 − ηλ) − η/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)."""
    decay, rate, root = (tf.cast(each, theta.dtype) for each in (decay, rate, root))
    g = g * tf.cast(shorten, theta.dtype)
    new_m = m + (1 - BETA1) * (g - m)
    new_v = BETA2 * v + (1 - BETA2) * tf.square(g)
    new = theta * (1 - decay) - rate * new_m / (tf.sqrt(new_v) / root + EPSILON)
    for variable, value in ((m, new_m), (v, new_v), (theta, new)):
        variable.assign(tf.where(taken, value, variable))
