"""Reverse mode for arrays: a tensor knows its parents and how to pull an adjoint to each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NoReturn, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from ftlib.autodiff import primitives
from ftlib.autodiff.order import topological
from ftlib.autodiff.primitives.axes import Axis
from ftlib.autodiff.primitives.types import Array, Pull, Result


class Tensor:
    """An array of float64 numbers that remembers how it was computed.

    Operators are NumPy's, with broadcasting. Operands that are numbers or NumPy arrays are
    constants. `data` is a read-only copy: what a graph recorded cannot change under it. To move a
    parameter, assign a new array: `theta.data = theta.data - eta * theta.grad`.

    Attributes:
        data: the numbers, float64, read-only.
        edges: (parent, pull) for each operand that is a Tensor.
        grad: None, or for a tensor that was not computed (a leaf) what the calls of `backward`
            have added up. Set it to None to begin anew.

    Source: chapter *Backpropagation*, section *From numbers to arrays*.
    """

    __slots__ = ("__weakref__", "_data", "edges", "grad")
    __array_ufunc__ = None  # so that an array on the left leaves the operation to us

    def __init__(self, data: ArrayLike) -> None:
        self._data = _read_only(as_array("data", data).copy())
        self.edges: tuple[tuple[Tensor, Pull], ...] = ()
        self.grad: Array | None = None

    @property
    def data(self) -> Array:
        """The numbers, read-only. A leaf can be given new ones of the same shape."""
        return self._data

    @data.setter
    def data(self, value: ArrayLike) -> None:
        if self.edges:
            raise ValueError(
                "data of a computed tensor cannot be set, its gradient would be that of another "
                "number; build a new tensor from what it should hold"
            )
        array = as_array("data", value)
        if array.shape != self._data.shape:
            raise ValueError(
                f"data has shape {array.shape} and the tensor {self._data.shape}; give an array "
                "of the same shape, or make a new Tensor"
            )
        self._data = _read_only(array.copy())

    @property
    def parents(self) -> tuple[Tensor, ...]:
        """The operands that are tensors, one for each edge."""
        return tuple(parent for parent, _ in self.edges)

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of `data`."""
        return self._data.shape

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return self._data.ndim

    @property
    def T(self) -> Tensor:
        """The axes in reverse order."""
        return self.transpose()

    def item(self) -> float:
        """The number of a tensor with a single one."""
        return float(self._data.item())

    def backward(self, seed: ArrayLike | None = None) -> None:
        """Add ∂L/∂leaf to `leaf.grad` for every leaf that this tensor was computed from.

        Args:
            seed: ∂L/∂self, the shape of self. May be left out when self *is* L: one number.

        Raises:
            ValueError: without a seed, when self has not exactly one entry; for a seed of
                another shape.

        Source: chapter *Backpropagation*, equation (pull).
        """
        start = _seed(self, seed)
        nodes = topological(self)
        adjoint = _adjoints(nodes, start)
        for node in nodes:
            if not node.edges:
                found = adjoint[id(node)]
                node.grad = np.array(found) if node.grad is None else node.grad + found

    def sum(self, axis: Axis = None, keepdims: bool = False) -> Tensor:
        """The sum over `axis` (all axes for None)."""
        return apply(primitives.total, self, axis=axis, keepdims=keepdims)

    def mean(self, axis: Axis = None, keepdims: bool = False) -> Tensor:
        """The mean over `axis`; a ValueError for a mean of nothing."""
        return apply(primitives.mean, self, axis=axis, keepdims=keepdims)

    def max(self, axis: Axis = None, keepdims: bool = False) -> Tensor:
        """The maximum over `axis`; entries that tie share its adjoint equally."""
        return apply(primitives.maximum, self, axis=axis, keepdims=keepdims)

    def reshape(self, *shape: int) -> Tensor:
        """The entries, row by row, in another shape; one size may be −1."""
        return apply(primitives.reshape, self, shape=shape)

    def transpose(self, *axes: int) -> Tensor:
        """The axes in the order given, or reversed when none is."""
        return apply(primitives.transpose, self, axes=axes or None)

    def __getitem__(self, where: Any) -> Tensor:
        for part in where if isinstance(where, tuple) else (where,):
            if isinstance(part, Tensor):
                raise ValueError(
                    "an index is a Tensor, and nothing has a slope in an index; give integers, "
                    "slices, or an integer or boolean NumPy array"
                )
        return apply(primitives.index, self, where=where)

    def __setitem__(self, where: Any, value: Any) -> NoReturn:
        raise ValueError(
            "a Tensor is not changed in place: other nodes may have recorded its numbers; build a "
            "new tensor, or give a leaf a new array (leaf.data = …)"
        )

    def __array__(self, *_: Any, **__: Any) -> NoReturn:
        raise ValueError(
            "a Tensor is not turned into a NumPy array silently, that would cut the graph; use "
            ".data where you mean that, and the functions of ftlib.autodiff elsewhere"
        )

    def __iter__(self) -> Iterator[Tensor]:
        if not self.ndim:
            raise ValueError("a Tensor of shape () holds one number; there is nothing to go over")
        return (self[row] for row in range(self.shape[0]))

    def __add__(self, other: Operand) -> Tensor:
        return apply(primitives.add, self, other)

    def __radd__(self, other: Operand) -> Tensor:
        return apply(primitives.add, other, self)

    def __sub__(self, other: Operand) -> Tensor:
        return apply(primitives.subtract, self, other)

    def __rsub__(self, other: Operand) -> Tensor:
        return apply(primitives.subtract, other, self)

    def __mul__(self, other: Operand) -> Tensor:
        return apply(primitives.multiply, self, other)

    def __rmul__(self, other: Operand) -> Tensor:
        return apply(primitives.multiply, other, self)

    def __truediv__(self, other: Operand) -> Tensor:
        return apply(primitives.divide, self, other)

    def __rtruediv__(self, other: Operand) -> Tensor:
        return apply(primitives.divide, other, self)

    def __matmul__(self, other: Operand) -> Tensor:
        return apply(primitives.matmul, self, other)

    def __rmatmul__(self, other: Operand) -> Tensor:
        return apply(primitives.matmul, other, self)

    def __neg__(self) -> Tensor:
        return apply(primitives.multiply, self, -1.0)

    def __pow__(self, exponent: float) -> Tensor:
        if isinstance(exponent, Tensor) or np.ndim(exponent):
            raise ValueError(
                "exponent must be one constant number; write exp(b * log(a)) for a power whose "
                "exponent has a slope or differs between entries"
            )
        return apply(primitives.power, self, exponent=float(as_array("exponent", exponent)))

    def __repr__(self) -> str:
        numbers = np.array2string(self._data, precision=4, threshold=8, edgeitems=2)
        return f"Tensor({' '.join(numbers.split())}, shape={self.shape})"


Operand: TypeAlias = Tensor | ArrayLike


def apply(primitive: Callable[..., Result], *operands: Operand, **options: Any) -> Tensor:
    """A new tensor with the primitive's value and an edge to each operand that is a Tensor.

    Args:
        primitive: a function of `ftlib.autodiff.primitives`, or one of yours of the same form:
            float64 arrays in, `(value, pulls)` out.
        operands: tensors, or constants (numbers, lists, arrays).
        options: passed to the primitive; constants that have no pull.

    Raises:
        ValueError: for an operand that holds no real numbers, and what the primitive refuses.
    """
    arrays = [
        each.data if isinstance(each, Tensor) else as_array("an operand", each) for each in operands
    ]
    value, pulls = primitive(*arrays, **options)
    node = Tensor.__new__(Tensor)  # the value is ours: no copy of it is needed
    node._data, node.grad = _read_only(value), None
    pairs = zip(operands, pulls, strict=True)
    node.edges = tuple((each, pull) for each, pull in pairs if isinstance(each, Tensor))
    return node


def gradient(
    output: Tensor, inputs: Sequence[Tensor], seed: ArrayLike | None = None
) -> list[Array]:
    """∂output/∂input for each input, leaf or not; no `grad` is touched.

    Args:
        output: one number, or any shape with a `seed`.
        inputs: tensors; what `output` does not depend on has the gradient 0.
        seed: as in `Tensor.backward`.

    Returns:
        float64 arrays, each of its input's shape.

    Raises:
        ValueError: as `Tensor.backward`.
    """
    start = _seed(output, seed)
    adjoint = _adjoints(topological(output), start)
    return [np.array(adjoint.get(id(each), np.zeros(each.shape))) for each in inputs]


def _adjoints(nodes: list[Tensor], seed: Array) -> dict[int, Array]:
    """The adjoint ∂L/∂node of every node; `nodes` in topological order, the output last."""
    adjoint = {id(nodes[-1]): seed}
    for node in reversed(nodes):  # whoever uses a node comes before it, so its adjoint is whole
        for parent, pull in node.edges:
            part = primitives.unbroadcast(pull(adjoint[id(node)]), parent.shape)
            seen = adjoint.get(id(parent))
            adjoint[id(parent)] = part if seen is None else seen + part
    return adjoint


def _seed(output: Tensor, seed: ArrayLike | None) -> Array:
    if seed is None:
        if output._data.size != 1:
            raise ValueError(
                f"the tensor has shape {output.shape}, and only one number has a gradient; reduce "
                "it with sum() or mean(), or pass seed, ∂L/∂tensor, of that shape"
            )
        return np.ones(output.shape)
    array = as_array("seed", seed)
    if array.shape != output.shape:
        raise ValueError(
            f"seed has shape {array.shape} and the tensor {output.shape}; give ∂L/∂tensor, one "
            "number for each entry"
        )
    return array


def as_array(name: str, value: ArrayLike) -> Array:
    """`value` as a float64 array; booleans, integers and floats are taken, nothing else."""
    try:
        array = np.asarray(value)
    except ValueError as error:
        if isinstance(value, Tensor):
            raise ValueError(f"{name} is a Tensor already; use it as it is, or its .data") from None
        raise ValueError(f"{name} cannot be an array ({error}); give rows of one length") from None
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} has dtype {array.dtype}; give real numbers, such as float64")
    return array.astype(np.float64, copy=False)


def _read_only(array: Array) -> Array:
    array = np.asarray(array).view()
    array.flags.writeable = False
    return array
