"""Reverse mode for single numbers. A node knows its parents and its slope in each of them."""

from __future__ import annotations

import math
from collections.abc import Callable
from numbers import Real

import numpy as np

from ftlib.autodiff.order import topological


class Value:
    """A number that remembers how it was computed.

    Attributes:
        data: the number, a float.
        edges: (parent, slope) for each operand that is a Value; slope is ∂self/∂parent.
        grad: what the calls of `backward()` have added up: ∂output/∂self. Set it to 0.0 to
            begin anew.

    Source: chapter *Backpropagation*, equation (adjoint-recursion).
    """

    __slots__ = ("data", "edges", "grad")
    __array_ufunc__ = None  # so that a NumPy number on the left leaves the operation to us

    def __init__(self, data: float, edges: tuple[tuple[Value, float], ...] = ()) -> None:
        self.data = _number("data", data)
        self.edges = edges
        self.grad = 0.0

    @property
    def parents(self) -> tuple[Value, ...]:
        """The operands, one for each edge: a number used twice stands here twice."""
        return tuple(parent for parent, _ in self.edges)

    def backward(self) -> None:
        """Add ∂self/∂v to `v.grad` of every node v that this one was computed from."""
        nodes = topological(self)
        adjoint = {id(node): 0.0 for node in nodes}
        adjoint[id(self)] = 1.0
        for node in reversed(nodes):  # whoever uses a node comes before it
            for parent, slope in node.edges:
                adjoint[id(parent)] += adjoint[id(node)] * slope
            node.grad += adjoint[id(node)]

    def __add__(self, other: Value | float) -> Value:
        return _binary(self, other, lambda a, b: (a + b, 1.0, 1.0))

    def __sub__(self, other: Value | float) -> Value:
        return _binary(self, other, lambda a, b: (a - b, 1.0, -1.0))

    def __mul__(self, other: Value | float) -> Value:
        return _binary(self, other, lambda a, b: (a * b, b, a))

    def __truediv__(self, other: Value | float) -> Value:
        return _binary(self, other, _divide)

    def __pow__(self, exponent: float) -> Value:
        n = _number("exponent", exponent)
        fractional_root = self.data < 0 and not n.is_integer()
        if fractional_root or (self.data == 0 and n < 1 and n != 0):
            raise ValueError(
                f"{self.data} ** {n} has no real slope; give a positive base or a whole exponent"
            )
        return self._then(_power(self.data, n), n * _power(self.data, n - 1) if n else 0.0)

    def __neg__(self) -> Value:
        return self * -1.0

    def __radd__(self, other: float) -> Value:
        return self + other

    def __rsub__(self, other: float) -> Value:
        return _binary(other, self, lambda a, b: (a - b, 1.0, -1.0))

    def __rmul__(self, other: float) -> Value:
        return self * other

    def __rtruediv__(self, other: float) -> Value:
        return _binary(other, self, _divide)

    def exp(self) -> Value:
        """e^x, whose slope is itself; inf where it overflows."""
        y = math.exp(self.data) if self.data < 709 else math.inf
        return self._then(y, y)

    def log(self) -> Value:
        """The natural logarithm, slope 1/x; a ValueError for x ≤ 0."""
        if self.data <= 0:
            raise ValueError(f"log of {self.data} does not exist; give a positive number")
        return self._then(math.log(self.data), 1.0 / self.data)

    def tanh(self) -> Value:
        """tanh x, slope 1 − tanh² x."""
        y = math.tanh(self.data)
        return self._then(y, 1.0 - y * y)

    def relu(self) -> Value:
        """max(x, 0), slope 1 for x > 0 and 0 otherwise (at 0 by convention)."""
        return self._then(max(self.data, 0.0), float(self.data > 0))

    def sigmoid(self) -> Value:
        """σ(x) = 1/(1 + e^(−x)) without overflow, slope σ(x) σ(−x)."""
        tail = math.exp(-abs(self.data))
        large, small = 1.0 / (1.0 + tail), tail / (1.0 + tail)
        return self._then(large if self.data >= 0 else small, large * small)

    def _then(self, data: float, slope: float) -> Value:
        return Value(data, ((self, slope),))

    def __repr__(self) -> str:
        return f"Value({self.data:.6g}, grad={self.grad:.6g})"


Rule = Callable[[float, float], tuple[float, float, float]]  # a, b → value, slope in a, slope in b


def _binary(left: Value | float, right: Value | float, rule: Rule) -> Value:
    """A new node; only operands that are Values get an edge, numbers are constants."""
    a = left.data if isinstance(left, Value) else _number("left operand", left)
    b = right.data if isinstance(right, Value) else _number("right operand", right)
    data, in_a, in_b = rule(a, b)
    pairs = ((left, in_a), (right, in_b))
    return Value(data, tuple((node, s) for node, s in pairs if isinstance(node, Value)))


def _divide(a: float, b: float) -> tuple[float, float, float]:
    if b == 0:
        raise ValueError(f"{a} / {b} does not exist; give a divisor that is not 0")
    return a / b, 1.0 / b, -(a / b) / b


def _power(x: float, n: float) -> float:
    with np.errstate(over="ignore", under="ignore"):  # Python's own power raises an OverflowError
        return float(np.float_power(x, n))


def _number(name: str, value: object) -> float:
    if not isinstance(value, Real):
        raise ValueError(
            f"{name} is {value!r}, a {type(value).__name__}; give one real number or a Value "
            "(for arrays there is Tensor)"
        )
    return float(value)
