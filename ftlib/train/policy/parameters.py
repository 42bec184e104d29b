"""Which parameters train, at which rate, and which of them decay."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import torch
from torch import nn

from ftlib.train.policy.layers import find_layers, under

Rates = float | Mapping[str, float]


def freeze(model: nn.Module, *prefixes: str) -> None:
    """Exclude all parameters whose name begins with one of `prefixes` from training.

    A prefix ends at a dot: `layer.1` means `layer.1.weight` and not `layer.10.weight`. To say what
    *trains* instead ("head", the top two layers, …) use `ftlib.train.policy.freezing.train_only`.

    Raises:
        ValueError: for a prefix under which no parameter stands.
    """
    for prefix in prefixes:
        found = [each for name, each in model.named_parameters() if under(name, prefix)]
        if not found:
            raise ValueError(f"no parameter stands under {prefix!r}; {_top_level(model)}")
        for parameter in found:
            parameter.requires_grad_(False)


def count_parameters(model: nn.Module) -> tuple[int, int]:
    """How many numbers train, and how many there are in all."""
    trainable = sum(each.numel() for each in model.parameters() if each.requires_grad)
    return trainable, sum(each.numel() for each in model.parameters())


def parameter_groups(
    model: nn.Module, learning_rate: Rates, weight_decay: float, layer_decay: float | None = None
) -> list[dict[str, Any]]:
    """Groups for an optimiser: one for each rate, with and without decay.

    Biases and the gains and shifts of norms do not decay, whatever their shape: they do not
    multiply the input by a matrix, so shrinking them does not make the function smoother. Matrices
    do.

    Args:
        model: parameters with `requires_grad` are taken.
        learning_rate: one rate, or a rate for each prefix of parameter names; the longest prefix
            that fits a name counts, and `""` fits all.
        weight_decay: λ of the matrices.
        layer_decay: ρ in (0, 1]: the rate of layer l of L is multiplied by ρ^(L + 1 − l), so the
            head keeps its rate, the top layer has ρ times it and what lies below the first layer
            ρ^(L + 1) times. None (and 1): one rate for all.

    Returns:
        Dicts with `params`, `lr` and `weight_decay`.

    Raises:
        ValueError: nothing to train, a prefix that fits no parameter, a parameter without a rate,
            `layer_decay` outside its range or for a model whose layers cannot be found.

    Source: Howard and Ruder, ACL 2018; Clark et al., ICLR 2020 (the form with a power).
    """
    rates = dict(learning_rate) if isinstance(learning_rate, Mapping) else {"": learning_rate}
    factor = _layer_factors(model, layer_decay)
    undecayed = _undecayed(model)
    named = [(name, each) for name, each in model.named_parameters() if each.requires_grad]
    if not named:
        raise ValueError(
            "model has no parameter to train; set requires_grad_(True) on at least one layer"
        )
    for prefix in rates:
        if not any(under(name, prefix) for name, _ in named):
            raise ValueError(
                f"learning_rate names {prefix!r}, under which nothing trains; {_top_level(model)}"
            )
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, parameter in named:
        fitting = [prefix for prefix in rates if under(name, prefix)]
        if not fitting:
            raise ValueError(
                f"learning_rate has no entry for {name!r}; add one for '' (everything else)"
            )
        rate = rates[max(fitting, key=len)] * factor.get(name, 1.0)
        decay = 0.0 if name in undecayed else weight_decay
        groups.setdefault((rate, decay), []).append(parameter)
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


def _layer_factors(model: nn.Module, layer_decay: float | None) -> dict[str, float]:
    """The factor on the rate of each parameter, by name."""
    if layer_decay is None:
        return {}
    if not (0 < layer_decay <= 1 and math.isfinite(layer_decay)):
        raise ValueError(f"layer_decay is {layer_decay!r}; give a factor in (0, 1], such as 0.9")
    anatomy = find_layers(model)
    top = len(anatomy.layers) + 1
    return {
        name: layer_decay ** (top - anatomy.depth(name)) for name, _ in model.named_parameters()
    }


def _undecayed(model: nn.Module) -> set[str]:
    """Names of vectors, of everything called bias, and of all that belongs to a norm."""
    names = {name for name, each in model.named_parameters() if each.ndim <= 1}
    names |= {name for name, _ in model.named_parameters() if name.split(".")[-1] == "bias"}
    for path, module in model.named_modules():
        if "Norm" in type(module).__name__:
            names |= {f"{path}.{own}" for own, _ in module.named_parameters(recurse=False)}
    return names


def _top_level(model: nn.Module) -> str:
    return f"the model's parts are {[name for name, _ in model.named_children()]}"
