"""Where a model keeps its layers: what lies below the first, and what above the last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from torch import nn


@dataclass(frozen=True)
class Anatomy:
    """The parts of a model that have parameters, as names of modules, in the order of its forward.

    Attributes:
        below: before the first layer (embeddings); empty where the first layer takes the input.
        layers: the repeated part, lowest first.
        head: after the last layer (pooler, final norm, classifier).
    """

    below: tuple[str, ...]
    layers: tuple[str, ...]
    head: tuple[str, ...]

    def depth(self, name: str) -> int:
        """Where the parameter `name` stands: 0 below, 1 … L in the layers, L + 1 in the head."""
        for depth, layer in enumerate(self.layers, start=1):
            if under(name, layer):
                return depth
        return 0 if any(under(name, part) for part in self.below) else len(self.layers) + 1


def find_layers(model: nn.Module) -> Anatomy:
    """Find the layers of a model.

    In Transformers models the layers are the members of an `nn.ModuleList` (`encoder.layer`,
    `transformer.h`, `model.layers`, …): the list with the most parameters counts. Without one, the
    last child that has parameters is the head and its predecessors are the layers, or, where there
    is a single predecessor (`features`, `backbone`), the children of that. Modules are taken to run
    in the order in which they were registered.

    Args:
        model: any module.

    Raises:
        ValueError: no layers, or two stacks of comparable size (an encoder and a decoder).

    Source: chapter *What training costs*, station Code.
    """
    stacks = _stacks(model)
    if stacks:
        path, stack = stacks[0]
        layers = [join(path, name) for name, child in stack.named_children() if _size(child)]
    else:
        layers = _chain(model)
    if not layers:
        parts = [name for name, _ in model.named_children()]
        raise ValueError(
            f"no list of layers was found in {type(model).__name__} (its parts are {parts}); name "
            "what to freeze, as in freeze(model, 'embeddings')"
        )
    outside = [name for name in _parts(model, layers) if name not in layers]
    order = [name for name, _ in model.named_parameters()]
    start = next(place for place, name in enumerate(order) if under(name, layers[0]))
    below = [part for part in outside if _first(order, part) < start]
    return Anatomy(
        tuple(below), tuple(layers), tuple(part for part in outside if part not in below)
    )


def under(name: str, prefix: str) -> bool:
    """Whether the parameter or module `name` is `prefix` or stands inside it."""
    return prefix in ("", name) or name.startswith(prefix.rstrip(".") + ".")


def join(path: str, name: str) -> str:
    """The dotted name of the child `name` of the module at `path` ("" is the model itself)."""
    return f"{path}.{name}" if path else name


def _stacks(model: nn.Module) -> list[tuple[str, nn.Module]]:
    """The outermost ModuleList that holds most of the model, alone in a list; or nothing."""
    lists: list[tuple[str, nn.Module]]
    lists = [(path, m) for path, m in model.named_modules() if isinstance(m, nn.ModuleList)]
    outer = [(p, m) for p, m in lists if not any(p != q and under(p, q) for q, _ in lists)]
    outer.sort(key=lambda each: -_size(each[1]))
    # A quarter of all but the word vectors: a list of a few small gates is no stack of layers.
    if not outer or _size(outer[0][1]) * 4 < _size(model) - _embedding_size(model):
        return []
    if len(outer) > 1 and _size(outer[1][1]) * 3 >= _size(outer[0][1]):
        raise ValueError(
            f"{type(model).__name__} has more than one stack of layers ({outer[0][0]!r} and "
            f"{outer[1][0]!r}); name what to freeze, as in freeze(model, {outer[0][0]!r})"
        )
    return outer[:1]


def _chain(model: nn.Module, path: str = "") -> list[str]:
    """Layers of a model without a ModuleList: see `find_layers`."""
    children = [(join(path, name), child) for name, child in model.named_children() if _size(child)]
    if len(children) == 1:
        return _chain(children[0][1], children[0][0])
    if not children:
        return []
    lower = children[:-1]
    if len(lower) == 1:
        name, only = lower[0]
        inner = [join(name, child) for child, part in only.named_children() if _size(part)]
        if len(inner) > 1:
            return inner
    return [name for name, _ in lower]


def _parts(model: nn.Module, layers: list[str], path: str = "") -> Iterator[str]:
    """The largest modules with parameters that hold no layer, and the layers; loose parameters."""
    for name, _ in model.named_parameters(recurse=False):
        yield join(path, name)
    for name, child in model.named_children():
        full = join(path, name)
        if full in layers or not any(under(layer, full) for layer in layers):
            if _size(child):
                yield full
        else:
            yield from _parts(child, layers, full)


def _first(order: list[str], part: str) -> int:
    # A part whose parameters are all shared with an earlier one does not occur by its own name.
    return next((place for place, name in enumerate(order) if under(name, part)), len(order))


def _size(module: nn.Module) -> int:
    return sum(each.numel() for each in module.parameters())


def _embedding_size(model: nn.Module) -> int:
    tables = (m for m in model.modules() if isinstance(m, nn.Embedding))
    return sum(table.weight.numel() for table in {id(t): t for t in tables}.values())
