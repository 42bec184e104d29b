"""Softmax, its logarithm, and the cross-entropy whose slope is p − y; all over the last axis."""

from __future__ import annotations

import numpy as np

from ftlib.autodiff.primitives.types import Array, Result


def softmax(z: Array) -> Result:
    """p = e^z / Σ e^z over the last axis, with the pull z̄ = p (p̄ − Σ p̄ p).

    Args:
        z: float64, shape [..., C].

    Source: chapter *Backpropagation*, equation (pull-softmax).
    """
    p = _softmax(z)
    return p, (lambda g: p * (g - (g * p).sum(axis=-1, keepdims=True)),)


def log_softmax(z: Array) -> Result:
    """log p = z − log Σ e^z over the last axis, with the pull z̄ = g − p Σ g."""
    p, shifted = _softmax(z), z - z.max(axis=-1, keepdims=True)
    value = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return value, (lambda g: g - p * g.sum(axis=-1, keepdims=True),)


def cross_entropy(z: Array, y: Array) -> Result:
    """−Σ y log p over the last axis for constant targets y, with the pull z̄ = g (p Σy − y).

    Args:
        z: logits, float64, shape [..., C].
        y: targets (one-hot or probabilities), the shape of `z`; a constant.

    Source: chapter *Backpropagation*, equation (pull-cross-entropy).
    """
    log_p, _ = log_softmax(z)
    slopes = np.exp(log_p) * y.sum(axis=-1, keepdims=True) - y
    losses = -np.where(y == 0, 0.0, y * log_p).sum(axis=-1)
    return np.asarray(losses), (lambda g: g[..., None] * slopes,)


def _softmax(z: Array) -> Array:
    tail = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.asarray(tail / tail.sum(axis=-1, keepdims=True))
