"""A Keras model's parameters as an empty PyTorch module, so that one set of rules serves both.

Which parameters decay, which rate a prefix gives them, what "head" means: `ftlib.train.policy`
answers these from names, shapes and kinds of layers. A skeleton has exactly those, and no numbers.
"""

from __future__ import annotations

import re
from typing import Any

import torch
from torch import nn

from ftlib.train.policy.freezing import Policy, train_only


def skeleton(model: Any) -> nn.Module:
    """A module with the model's layers, and with its parameters and buffers on the meta device.

    `requires_grad` says which train. `trained_table`, `count_parameters` and the rest of
    `ftlib.train.policy` take it like any module.

    Args:
        model: a built `keras.Model`.

    Raises:
        ValueError: when the model has no weights yet.
    """
    if not model.weights:
        raise ValueError(
            f"model {type(model).__name__} has no weights yet; call it once on a batch, or give "
            "its first layer a keras.Input"
        )
    kinds = _kinds(model)
    trained = {id(each) for each in model.trainable_variables}
    parameters = {id(each) for each in _parameters(model)}
    whole = nn.Module()
    for name, weight in zip(parameter_names(model), model.weights, strict=True):
        *path, own = name.split(".")
        place = whole
        for depth, part in enumerate(path):
            if part not in dict(place.named_children()):
                kind = kinds.get(".".join(path[: depth + 1]), "Module")
                place.add_module(part, type(kind, (nn.Module,), {})())
            place = place.get_submodule(part)
        empty = torch.empty(tuple(weight.shape), device="meta")
        if id(weight) in parameters:
            place.register_parameter(own, nn.Parameter(empty, id(weight) in trained))
        else:
            place.register_buffer(own, empty)
    return whole


def parameter_names(model: Any) -> list[str]:
    """A name for each of `model.weights`, such as `encoder.dense.kernel`.

    Keras numbers layers without a name through the whole program (`dense_7`). Here they are
    numbered within the model, so that the same model built again has the same names.
    """
    rename = _renaming(model)
    names: list[str] = []
    for weight in model.weights:
        name = ".".join(rename(part) for part in _below(model, weight.path))
        while name in names:  # two layers of a model may bear one name
            name += "'"
        names.append(name)
    return names


def train_only_as(model: Any, policy: Policy) -> None:
    """Set `trainable` of the model's layers so that what `policy` names trains, and only that.

    A layer none of whose weights trains is frozen as a whole, and then a batch normalisation also
    keeps its statistics (in PyTorch it does not).

    Raises:
        ValueError: as `ftlib.train.train_only`.
    """
    bones = skeleton(model)
    train_only(bones, policy)
    wanted = dict(bones.named_parameters())
    named = dict(zip(map(id, model.weights), parameter_names(model), strict=True))
    model.trainable = True
    for layer in model._flatten_layers(include_self=False, recursive=True):
        # From the outside in: what a nested model is set to, its layers override.
        own = [wanted[named[id(each)]].requires_grad for each in layer._trainable_variables]
        layer.trainable = not own or any(own)


def _parameters(model: Any) -> list[Any]:
    """Every weight that could train; Keras's own list leaves out those of frozen layers."""
    layers = model._flatten_layers(include_self=True, recursive=True)
    return [each for layer in layers for each in layer._trainable_variables]


def _kinds(model: Any) -> dict[str, str]:
    """The class of each layer, by its name here."""
    rename = _renaming(model)
    layers = model._flatten_layers(include_self=False, recursive=True)
    return {
        ".".join(rename(part) for part in _below(model, layer.path)): type(layer).__name__
        for layer in layers
        if layer.path
    }


def _below(model: Any, path: str) -> list[str]:
    """The parts of a Keras path, without the name of the model itself."""
    parts = [part.replace(".", "_") for part in path.split("/")]
    return parts[1:] if len(parts) > 1 and parts[0] == model.name else parts


def _renaming(model: Any) -> Any:
    """A function that numbers the names which Keras gave by itself anew."""
    layers = model._flatten_layers(include_self=False, recursive=True)
    given: dict[str, str] = {}
    counts: dict[str, int] = {}
    for layer in layers:
        base = _snake(type(layer).__name__)
        if layer.name not in given and re.fullmatch(rf"{base}(_\d+)?", layer.name):
            number = counts.get(base, 0)
            counts[base] = number + 1
            given[layer.name] = f"{base}_{number}" if number else base
    return lambda part: given.get(part, part)


def _snake(name: str) -> str:
    """`MultiHeadAttention` as Keras writes it in a name: `multi_head_attention`."""
    name = re.sub(r"\W+", "", name)
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()
