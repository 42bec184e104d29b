"""A model's blocks: the layers that it stacks, as modules."""

from __future__ import annotations

from torch import nn

from ftlib.train.policy.layers import find_layers


def blocks_of(model: nn.Module) -> list[nn.Module]:
    """The model's layers, lowest first; empty where `find_layers` finds none."""
    try:
        names = find_layers(model).layers
    except ValueError:
        return []
    return [model.get_submodule(name) for name in names]
