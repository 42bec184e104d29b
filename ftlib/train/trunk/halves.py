"""A model in two halves: the frozen lower part, and the rest that begins from its output."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import torch
from torch import nn

from ftlib.train.policy.layers import find_layers, under


class Trunk(nn.Module):
    """The frozen lower part: the model's inputs in, the output of its last frozen layer out.

    It is always in evaluation mode, and without gradients.
    """

    def __init__(self, model: nn.Module, below: tuple[str, ...], layers: tuple[str, ...]) -> None:
        super().__init__()
        self.model = model
        self.below = below
        self.layers = layers
        self.tuple_length = 0  # of what the last layer returns; 0: a plain tensor
        self.below_has_shape_of_states = False

    def parts(self) -> dict[str, nn.Module]:
        """The frozen modules by name. (A loose parameter, such as a class token, has no module.)"""
        found = {}
        for name in (*self.below, *self.layers):
            with suppress(AttributeError):  # asked at every step: a walk through all would cost
                found[name] = self.model.get_submodule(name)
        return found

    def forward(self, **inputs: torch.Tensor) -> torch.Tensor:
        """Inputs by name → states [B, T, d], or whatever the layer gives; first of a tuple."""
        # The whole model: what lies between the frozen parts (a dropout without parameters) too.
        with evaluating([self.model]):
            return self.run(inputs)

    def run(self, inputs: dict[str, torch.Tensor]) -> torch.Tensor:
        """The same in whatever mode the model is."""
        parts = self.parts()
        entering: list[Any] = []
        below = [parts[name] for name in self.below if name in parts]
        handles = [parts[self.layers[-1]].register_forward_hook(_stop)]
        handles += [
            each.register_forward_hook(lambda *seen: entering.append(seen[2])) for each in below
        ]
        try:
            with torch.no_grad():
                _call(self.model, inputs)
        except _Reached as reached:
            output = reached.output
        else:
            raise RuntimeError(f"its forward does not pass through {self.layers[-1]!r}")
        finally:
            for handle in handles:
                handle.remove()
        self.tuple_length = len(output) if isinstance(output, tuple) else 0
        states = output[0] if isinstance(output, tuple) else output
        shapes = [getattr(each, "shape", None) for each in entering]
        self.below_has_shape_of_states = len(self.below) == 1 and shapes == [states.shape]
        return states


class Head(nn.Module):
    """The upper part: states of the trunk (and the model's inputs, for masks) in, its output out.

    The model's own `forward` runs, so masks, positions and pooling are its own; only the frozen
    layers are passed over. Parameters are the model's own, not copies.
    """

    def __init__(self, trunk: Trunk) -> None:
        super().__init__()
        self.model = trunk.model
        self._trunk = (trunk,)  # in a tuple: not registered a second time as a submodule

    def forward(self, trunk_states: torch.Tensor, **inputs: torch.Tensor) -> Any:
        """States as `Trunk` gave them, and the same inputs → the model's output."""
        (trunk,) = self._trunk
        parts = trunk.parts()
        stand_ins: dict[nn.Module, Callable[..., Any]]
        stand_ins = {parts[name]: _pass_on for name in trunk.layers[:-1]}
        whole = (trunk_states, *[None] * (trunk.tuple_length - 1))
        stand_ins[parts[trunk.layers[-1]]] = _give(whole if trunk.tuple_length else trunk_states)
        if trunk.below_has_shape_of_states:
            stand_ins[parts[trunk.below[0]]] = _give(trunk_states)
        with evaluating(parts.values()), _standing_in(stand_ins):
            return _call(self.model, inputs)


def split_trunk(model: nn.Module) -> tuple[Trunk, Head]:
    """Divide a model above its last layer that is frozen together with all below it.

    Args:
        model: any module with layers that `find_layers` finds (Transformers models, Sequential,
            convolutional networks); its parameters' `requires_grad` says what is frozen.

    Returns:
        (trunk, head): `head(trunk_states=trunk(**inputs), **inputs)` equals `model(**inputs)`.

    Raises:
        ValueError: no layers are found, or the lowest part trains.

    Source: chapter *What training costs*, station Code.
    """
    anatomy = find_layers(model)
    frozen = 0
    training = {name for name, each in model.named_parameters() if each.requires_grad}
    for part in (*anatomy.below, *anatomy.layers):
        if any(under(name, part) for name in training):
            break
        frozen += 1
    count = frozen - len(anatomy.below)
    if count < 1:
        lowest = (*anatomy.below, *anatomy.layers)[frozen]
        raise ValueError(
            f"{lowest!r} trains, so no layer above it gives the same output twice; freeze it and "
            "all below it, or train without the cache"
        )
    trunk = Trunk(model, anatomy.below, anatomy.layers[:count])
    return trunk, Head(trunk)


@contextmanager
def evaluating(parts: Iterable[nn.Module]) -> Iterator[None]:
    """The modules `parts` are in evaluation mode for the while, all others as they were."""
    training = [each for part in parts for each in part.modules() if each.training]
    for module in training:
        vars(module)["training"] = False  # what `module.training = False` does, without its checks
    try:
        yield
    finally:
        for module in training:
            vars(module)["training"] = True


class _Reached(Exception):
    """Carries the output of the last frozen layer out of the model's forward."""

    def __init__(self, output: Any) -> None:
        super().__init__("the last frozen layer was reached")
        self.output = output


def _stop(module: nn.Module, args: Any, output: Any) -> None:
    raise _Reached(output)


def _call(model: nn.Module, inputs: dict[str, torch.Tensor]) -> Any:
    # As `logits_of` does it: a single input goes in by position.
    return model(*inputs.values()) if len(inputs) == 1 else model(**inputs)


def _pass_on(*args: Any, **kwargs: Any) -> Any:
    return args[0] if args else next(iter(kwargs.values()))


def _give(output: Any) -> Callable[..., Any]:
    return lambda *args, **kwargs: output


@contextmanager
def _standing_in(stand_ins: dict[nn.Module, Callable[..., Any]]) -> Iterator[None]:
    """Each module's `forward` is the function beside it for the while."""
    own = {module: vars(module).get("forward") for module in stand_ins}  # somebody else's patch
    for module, function in stand_ins.items():
        vars(module)["forward"] = function
    try:
        yield
    finally:
        for module, forward in own.items():
            del vars(module)["forward"]
            if forward is not None:
                vars(module)["forward"] = forward
