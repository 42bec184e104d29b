"""Each operation once: its value, and for each operand its vector-Jacobian product.

A primitive takes float64 arrays and returns `(value, pulls)`. `pulls` has one function for each
operand: it takes the adjoint of the value (∂L/∂value, the value's shape) and returns the adjoint
of the operand, ∂L/∂operand = Jᵀ·∂L/∂value, without ever forming the Jacobian J. Where operands
were broadcast, a pull returns the broadcast shape and `unbroadcast` sums it down; that is done in
one place, when the graph is walked (`tensor.py`).

Primitives know nothing of graphs, so each can be tested alone.
"""

from ftlib.autodiff.primitives.broadcasting import unbroadcast
from ftlib.autodiff.primitives.elementwise import (
    add,
    divide,
    exp,
    log,
    multiply,
    power,
    relu,
    sigmoid,
    softplus,
    subtract,
    tanh,
)
from ftlib.autodiff.primitives.matmul import matmul
from ftlib.autodiff.primitives.reductions import log_sum_exp, maximum, mean, total
from ftlib.autodiff.primitives.shapes import index, reshape, transpose
from ftlib.autodiff.primitives.softmax import cross_entropy, log_softmax, softmax

__all__ = [
    "add",
    "cross_entropy",
    "divide",
    "exp",
    "index",
    "log",
    "log_softmax",
    "log_sum_exp",
    "matmul",
    "maximum",
    "mean",
    "multiply",
    "power",
    "relu",
    "reshape",
    "sigmoid",
    "softmax",
    "softplus",
    "subtract",
    "tanh",
    "total",
    "transpose",
    "unbroadcast",
]
