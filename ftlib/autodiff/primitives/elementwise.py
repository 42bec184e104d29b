"""Operations that act on each entry alone: a pull multiplies by the slope of that entry.

Values follow IEEE arithmetic, as in PyTorch and TensorFlow: log 0 is −inf, 0/0 is NaN, and no
warning is printed.
"""

from __future__ import annotations

import numpy as np

from ftlib.autodiff.primitives.broadcasting import require_broadcastable
from ftlib.autodiff.primitives.types import Array, Pull, Result

_quiet = np.errstate(divide="ignore", invalid="ignore", over="ignore", under="ignore")


def add(a: Array, b: Array) -> Result:
    """a + b, broadcast; the adjoint goes to both as it is. Source: (pull-elementwise)."""
    require_broadcastable(a, b)
    return a + b, (lambda g: g, lambda g: g)


def subtract(a: Array, b: Array) -> Result:
    """a − b, broadcast; the adjoint goes to b with its sign turned."""
    require_broadcastable(a, b)
    return a - b, (lambda g: g, lambda g: -g)


@_quiet
def multiply(a: Array, b: Array) -> Result:
    """a b, broadcast; each operand's slope is the other."""
    require_broadcastable(a, b)
    return a * b, (lambda g: g * b, lambda g: g * a)


@_quiet
def divide(a: Array, b: Array) -> Result:
    """a / b, broadcast; slopes 1/b and −a/b²."""
    require_broadcastable(a, b)
    y = a / b
    return y, (_scale(1.0 / b), _scale(-y / b))


@_quiet
def power(x: Array, exponent: float) -> Result:
    """x^n for a constant n, slope n x^(n−1); for n = 0 the slope is 0, also at x = 0."""
    slope = exponent * x ** (exponent - 1.0) if exponent else np.zeros_like(x)
    return x**exponent, (_scale(slope),)


@_quiet
def exp(x: Array) -> Result:
    """e^x, which is its own slope."""
    y = np.exp(x)
    return y, (_scale(y),)


@_quiet
def log(x: Array) -> Result:
    """The natural logarithm, slope 1/x."""
    return np.log(x), (_scale(1.0 / x),)


def tanh(x: Array) -> Result:
    """tanh x, slope 1 − tanh² x."""
    y = np.tanh(x)
    return y, (_scale(1.0 - y * y),)


def relu(x: Array) -> Result:
    """max(x, 0); slope 1 for x > 0, else 0 (at 0 by convention). A NaN stays one."""
    return np.maximum(x, 0.0), (_scale(np.where(np.isnan(x), x, x > 0)),)


def sigmoid(x: Array) -> Result:
    """σ(x) = 1/(1 + e^(−x)) without overflow, slope σ(x) σ(−x)."""
    y = _sigmoid(x)
    return y, (_scale(y * _sigmoid(-x)),)


def softplus(x: Array) -> Result:
    """log(1 + e^x) = max(x, 0) + log(1 + e^(−|x|)), slope σ(x)."""
    return np.maximum(x, 0.0) + np.log1p(np.exp(-np.abs(x))), (_scale(_sigmoid(x)),)


def _sigmoid(x: Array) -> Array:
    tail = np.exp(-np.abs(x))  # in (0, 1]: the exponent is never positive
    return np.where(x >= 0, 1.0, tail) / (1.0 + tail)


def _scale(slope: Array) -> Pull:
    """The pull of an operation on single entries: multiply by the slope."""

    def pull(adjoint: Array) -> Array:
        with np.errstate(invalid="ignore", over="ignore"):
            return np.asarray(adjoint * slope)

    return pull
