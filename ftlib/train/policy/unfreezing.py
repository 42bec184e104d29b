"""Gradual unfreezing: the head first, then one layer more every few epochs, from the top down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from torch import nn

from ftlib.train.policy.layers import Anatomy, find_layers


@dataclass(frozen=True)
class Unfreezing:
    """Which depth trains at which epoch; made by `gradual_unfreezing`.

    How a loop uses it: build the optimiser while *all* parameters train (AdamW passes over a
    parameter without a gradient, and begins its averages when the first one comes), then call
    `start_epoch(0)`, `start_epoch(1)`, … at the beginning of each epoch. Gradients must be set to
    None after a step, not to zero: a zero gradient moves AdamW's averages and lets weights decay.

    Attributes:
        model: what trains.
        anatomy: its parts.
        start: layers that train beside the head at epoch 0.
        every: epochs between one layer and the next.
    """

    model: nn.Module
    anatomy: Anatomy
    start: int
    every: int
    # Parameters that the user had frozen before; they stay so.
    excluded: frozenset[str]

    def layers_at(self, epoch: int) -> int:
        """Layers that train beside the head at `epoch` (0, 1, …); one more than there are: all."""
        return min(self.start + epoch // self.every, len(self.anatomy.layers) + 1)

    def start_epoch(self, epoch: int) -> bool:
        """Set `requires_grad` for this epoch; True when that changed anything."""
        lowest = len(self.anatomy.layers) + 1 - self.layers_at(epoch)
        changed = False
        for name, parameter in self.model.named_parameters():
            if not parameter.is_floating_point():
                continue
            trains = self.anatomy.depth(name) >= lowest and name not in self.excluded
            changed = changed or parameter.requires_grad != trains
            parameter.requires_grad_(trains)
        return changed

    def depths(self, epochs: int) -> Sequence[int]:
        """Layers that train beside the head, for each of `epochs` epochs."""
        return [self.layers_at(epoch) for epoch in range(epochs)]


def gradual_unfreezing(model: nn.Module, *, every: int = 1, start: int = 0) -> Unfreezing:
    """Plan: at epoch e the head and the top `start` + ⌊e / `every`⌋ layers train.

    When all layers train, the next to follow is what lies below them (embeddings). Nothing is
    changed yet: see `Unfreezing` for how a loop uses the plan. Parameters that do not train now
    never will.

    Args:
        model: any module with layers that `find_layers` finds.
        every: epochs between one layer and the next, at least 1.
        start: layers that train from the beginning, 0 … L.

    Raises:
        ValueError: layers that cannot be found, or a number outside its range.

    Source: Howard and Ruder, ACL 2018, section 3.3.
    """
    anatomy = find_layers(model)
    if isinstance(every, bool) or not isinstance(every, int) or every < 1:
        raise ValueError(f"every is {every!r}; give a whole number of epochs from 1 up")
    if not 0 <= start <= len(anatomy.layers):
        raise ValueError(
            f"start is {start!r} but the model has {len(anatomy.layers)} layers; give "
            f"0 … {len(anatomy.layers)}"
        )
    frozen = frozenset(name for name, each in model.named_parameters() if not each.requires_grad)
    return Unfreezing(model, anatomy, start, every, frozen)
