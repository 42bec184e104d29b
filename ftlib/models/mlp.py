"""The multilayer perceptron: hidden layers of one width, its parameters counted."""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor, nn


class MLP(nn.Module):
    """depth × (linear map, activation), then a linear map. Depth 0 is a linear model.

    Args:
        inputs: d, entries of an example.
        width: H, units of each hidden layer; not used at depth 0.
        outputs: C, entries of the answer.
        depth: D, hidden layers, 0 or more.
        activation: applied entry by entry.

    Shape: [..., d] → [..., C]. Weights and biases begin as `nn.Linear` begins them.

    Raises:
        ValueError: a size below 1, or a depth below 0.

    Source: chapter *From the perceptron to depth*, equation (mlp); Rumelhart et al. (1986).
    """

    def __init__(
        self,
        inputs: int,
        width: int,
        outputs: int,
        depth: int,
        activation: Callable[[Tensor], Tensor] = torch.relu,
    ) -> None:
        super().__init__()
        _check_sizes(inputs, width, outputs, depth)
        sizes = [inputs, *[width] * depth, outputs]
        self.layers = nn.ModuleList(map(nn.Linear, sizes[:-1], sizes[1:]))
        self.activation = activation

    def forward(self, x: Tensor) -> Tensor:
        """[..., d] → [..., C]."""
        *hidden, last = self.layers
        for layer in hidden:
            x = self.activation(layer(x))  # [..., d] → [..., H], then [..., H] → [..., H]
        answer: Tensor = last(x)
        return answer


def parameter_count(inputs: int, width: int, outputs: int, depth: int) -> int:
    """Weights and biases of an `MLP` of these sizes.

    Args and errors: as `MLP`.
    Source: chapter *From the perceptron to depth*, equation (parameter-count).
    """
    _check_sizes(inputs, width, outputs, depth)
    if depth == 0:
        return (inputs + 1) * outputs
    return (inputs + 1) * width + (depth - 1) * (width + 1) * width + (width + 1) * outputs


def width_for(parameters: int, depth: int, *, inputs: int, outputs: int) -> int:
    """The largest width at which an `MLP` of this depth has at most so many parameters.

    Args:
        parameters: what may be spent.
        depth: hidden layers, at least 1.
        inputs, outputs: as `MLP`.

    Raises:
        ValueError: a depth below 1, or too few parameters for a width of 1.

    Source: chapter *From the perceptron to depth*, equation (width-for).
    """
    if depth < 1:
        raise ValueError(f"depth is {depth}; only hidden layers have a width, give 1 or more")
    least = parameter_count(inputs, 1, outputs, depth)
    if parameters < least:
        raise ValueError(f"parameters is {parameters}; this depth needs at least {least}")
    # (D − 1)·H² + (d + C + D)·H ≤ parameters − C, in whole numbers, so that no root is rounded up.
    square, slope, rest = depth - 1, inputs + outputs + depth, parameters - outputs
    if square == 0:
        return rest // slope
    return (math.isqrt(slope**2 + 4 * square * rest) - slope) // (2 * square)


def _check_sizes(inputs: int, width: int, outputs: int, depth: int) -> None:
    if min(inputs, width, outputs) < 1 or depth < 0:
        raise ValueError(
            f"inputs is {inputs}, width {width}, outputs {outputs}, depth {depth}; "
            "sizes are at least 1, and a depth at least 0"
        )
