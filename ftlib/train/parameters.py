"""Which parameters train, at which rate, and which of them decay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import nn

Rates = float | Mapping[str, float]


def freeze(model: nn.Module, *prefixes: str) -> None:
    """Exclude all parameters whose name begins with one of `prefixes` from training.

    A prefix ends at a dot: `layer.1` means `layer.1.weight` and not `layer.10.weight`.

    Raises:
        ValueError: for a prefix under which no parameter stands.
    """
    for prefix in prefixes:
        found = [each for name, each in model.named_parameters() if _under(name, prefix)]
        if not found:
            raise ValueError(f"no parameter stands under {prefix!r}; {_top_level(model)}")
        for parameter in found:
            parameter.requires_grad_(False)


def count_parameters(model: nn.Module) -> tuple[int, int]:
    """How many numbers train, and how many there are in all."""
    trainable = sum(each.numel() for each in model.parameters() if each.requires_grad)
    return trainable, sum(each.numel() for each in model.parameters())


def parameter_groups(
    model: nn.Module, learning_rate: Rates, weight_decay: float
) -> list[dict[str, Any]]:
    """Groups for an optimiser: one for each rate, with and without decay.

    Vectors (biases, gains of a layer norm) do not decay: they do not multiply the input, so
    shrinking them does not make the function smoother. Matrices do.

    Args:
        model: parameters with `requires_grad` are taken.
        learning_rate: one rate, or a rate for each prefix of parameter names; the longest prefix
            that fits a name counts, and `""` fits all.
        weight_decay: λ of the matrices.

    Returns:
        Dicts with `params`, `lr` and `weight_decay`.

    Raises:
        ValueError: nothing to train, a prefix that fits no parameter, a parameter without a rate.
    """
    rates = dict(learning_rate) if isinstance(learning_rate, Mapping) else {"": learning_rate}
    named = [(name, each) for name, each in model.named_parameters() if each.requires_grad]
    if not named:
        raise ValueError(
            "model has no parameter to train; set requires_grad_(True) on at least one layer"
        )
    for prefix in rates:
        if not any(_under(name, prefix) for name, _ in named):
            raise ValueError(
                f"learning_rate names {prefix!r}, under which nothing trains; {_top_level(model)}"
            )
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, parameter in named:
        fitting = [prefix for prefix in rates if _under(name, prefix)]
        if not fitting:
            raise ValueError(
                f"learning_rate has no entry for {name!r}; add one for '' (everything else)"
            )
        decay = weight_decay if parameter.ndim > 1 else 0.0
        groups.setdefault((rates[max(fitting, key=len)], decay), []).append(parameter)
    return [
        {"params": members, "lr": rate, "weight_decay": decay}
        for (rate, decay), members in groups.items()
    ]


def warmup_then_linear(step: int, steps: int, warmup: float) -> float:
    """The factor on the learning rate at update `step` (0, 1, …, `steps` − 1).

    It rises in equal strides over the first `warmup · steps` updates (while Adam's averages
    are still young), is 1 at the next, and falls in equal strides towards 0 after the last.
    """
    rising = int(warmup * steps)
    if step < rising:
        return (step + 1) / (rising + 1)
    return (steps - step) / (steps - rising)


def trained_state(model: nn.Module) -> dict[str, torch.Tensor]:
    """Copies of all that training can change: trainable parameters and buffers."""
    trained = [(name, each) for name, each in model.named_parameters() if each.requires_grad]
    changing = [*trained, *model.named_buffers()]
    return {name: each.detach().clone() for name, each in changing}


def restore(model: nn.Module, state: Mapping[str, torch.Tensor]) -> None:
    """Write a `trained_state` back into the model."""
    own = dict([*model.named_parameters(), *model.named_buffers()])
    with torch.no_grad():
        for name, kept in state.items():
            own[name].copy_(kept)


def _under(name: str, prefix: str) -> bool:
    return prefix in ("", name) or name.startswith(prefix.rstrip(".") + ".")


def _top_level(model: nn.Module) -> str:
    return f"the model's parts are {[name for name, _ in model.named_children()]}"
