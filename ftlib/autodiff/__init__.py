"""Reverse-mode automatic differentiation, small enough to read: scalars first, then arrays.

- `Value` (`scalar.py`) is one number of a graph; `sweeps` counts what a derivative costs.
- `Tensor` (`tensor.py`) is an array of a graph, with the operators of NumPy.
- `primitives` holds, for each operation, its value and its vector-Jacobian product in plain
  NumPy: one function an equation of the chapter *Backpropagation*.
- The functions below (`exp`, `softmax_cross_entropy`, …) apply primitives to tensors.

A `Tensor` is differentiated, a NumPy array or a number is a constant: there is no other flag.
Everything is float64.
"""

from ftlib.autodiff.functions import (
    exp,
    log,
    log_softmax,
    log_sum_exp,
    relu,
    sigmoid,
    softmax,
    softmax_cross_entropy,
    softplus,
    tanh,
)
from ftlib.autodiff.primitives.broadcasting import unbroadcast
from ftlib.autodiff.scalar import Value
from ftlib.autodiff.tensor import Tensor, gradient

__all__ = [
    "Tensor",
    "Value",
    "exp",
    "gradient",
    "log",
    "log_softmax",
    "log_sum_exp",
    "relu",
    "sigmoid",
    "softmax",
    "softmax_cross_entropy",
    "softplus",
    "tanh",
    "unbroadcast",
]
