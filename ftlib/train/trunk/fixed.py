"""Whether the lower part of a network gives the same output for an example at every epoch."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import torch
from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm

from ftlib.data import Examples


def why_examples_vary(data: Examples) -> str | None:
    """A reason when the same row gives another batch each time (augmentation), else None.

    An examples class may say so by an attribute `augmented`; besides, a few rows are taken twice
    and compared.
    """
    if getattr(data, "augmented", False):
        return "the examples are augmented: the same row is another input at every epoch"
    rows = np.arange(min(len(data), 8))
    first, second = data.batch(rows), data.batch(rows)
    for name, tensor in first.items():
        if tensor.shape != second[name].shape or not torch.equal(tensor, second[name]):
            return (
                f"the examples are random: rows taken twice gave another {name!r} (augmentation?)"
            )
    return None


def modules_that_run(model: nn.Module, run: Callable[[], object]) -> dict[str, nn.Module]:
    """The modules of `model` that `run()` calls, by name; those without parameters too."""
    called: dict[str, nn.Module] = {}

    def note(name: str) -> Callable[..., None]:
        return lambda module, args: called.update({name: module})

    handles = [each.register_forward_pre_hook(note(name)) for name, each in model.named_modules()]
    try:
        run()
    finally:
        for handle in handles:
            handle.remove()
    return called


def why_training_differs(modules: Mapping[str, nn.Module]) -> str | None:
    """A reason when one of these computes something else in training than in evaluation, or None.

    Args:
        modules: by name; what they contain is not looked at.
    """
    for name, module in modules.items():
        if isinstance(module, _BatchNorm):
            return (
                f"{name!r} is a batch norm: in training its output depends on the other "
                "examples of the batch, and its running statistics move though it is frozen"
            )
        rate = _drop_rate(module)
        if rate:
            return f"{name!r} drops values at random in training (rate {rate:g})"
    return None


def outputs_vary(
    run: Callable[[], torch.Tensor], model: nn.Module, reference: torch.Tensor
) -> bool:
    """Whether `run`, with `model` in training mode, differs from `reference` under two seeds.

    Finds what the names of modules do not tell. Buffers (running statistics), modes and random
    generators are left as they were.
    """
    modes = [(module, module.training) for module in model.modules()]
    buffers = [(buffer, buffer.clone()) for buffer in model.buffers()]
    tolerance = 1e-3 * float(reference.float().abs().max()) if reference.numel() else 0.0
    try:
        model.train()
        for seed in (1, 2):
            with torch.random.fork_rng():
                torch.manual_seed(seed)
                seen = run()
            if float((seen.float() - reference.float()).abs().max()) > tolerance:
                return True
        return False
    finally:
        for module, mode in modes:
            module.training = mode
        for buffer, kept in buffers:
            buffer.copy_(kept)


def _drop_rate(module: nn.Module) -> float:
    """The rate of a dropout of any kind: a module, or a number that an attention keeps."""
    if isinstance(module, nn.RReLU):
        return module.upper - module.lower
    kind = type(module).__name__.lower()
    named = any(word in kind for word in ("dropout", "droppath", "stochasticdepth"))
    rates = [
        value
        for name, value in vars(module).items()
        if isinstance(value, float) and ("drop" in name or (named and name == "p"))
    ]
    return max(rates, default=0.0)
