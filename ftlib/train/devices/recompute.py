"""Activation checkpointing: a block's inner values are computed twice instead of being kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from torch import nn
from torch.utils.checkpoint import checkpoint

from ftlib.train.policy.blocks import blocks_of


@contextmanager
def recomputing(model: nn.Module, wanted: bool) -> Iterator[None]:
    """While this lasts, each block keeps only its input for the backward pass.

    The backward pass runs the block again, with the same random numbers (dropout), so the
    gradients are the same. Transformers models do it by their own switch, which also keeps a
    decoder from filling its cache twice; in other modules every block of `blocks_of` is wrapped.

    Raises:
        ValueError: when the model stacks no layers that could be recomputed one by one.

    Source: Chen et al., 2016; chapter *Resources*.
    """
    switches: list[Any] = []
    blocks: list[nn.Module] = []
    if wanted:
        switches = [each for each in model.modules() if _has_switch(each)][:1]
        blocks = [] if switches else blocks_of(model)
        if not switches and not blocks:
            raise ValueError(
                "checkpoint_activations is True, but the model has no stack of layers (a "
                "ModuleList or Sequential of at least two) to recompute one by one; leave it out"
            )
    for switch in switches:
        _switch(switch, "enable")({"use_reentrant": False})
    for block in blocks:
        block.forward = partial(checkpoint, block.forward, use_reentrant=False)
    try:
        yield
    finally:
        for switch in switches:
            _switch(switch, "disable")()
        for block in blocks:
            del block.forward  # the instance's own; the class's is there again


def _has_switch(module: nn.Module) -> bool:
    return bool(getattr(module, "supports_gradient_checkpointing", False))


def _switch(model: Any, way: str) -> Callable[..., None]:
    """Transformers' method to `enable` or `disable`: 5.23 renamed both, warning of the old."""
    new, old = f"activation_checkpointing_{way}", f"gradient_checkpointing_{way}"
    method: Callable[..., None] = getattr(model, new if hasattr(model, new) else old)
    return method
