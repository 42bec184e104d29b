"""What a run really takes: bytes kept for the backward, and the most that live at one time."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves


@dataclass
class Bytes:
    """A count of bytes; see the function that gave it."""

    count: int = 0


@contextmanager
def saved_for_backward(*models: nn.Module) -> Iterator[Bytes]:
    """Count the bytes that autograd keeps of the forwards inside the `with`.

    Each block of memory counts once, however many operations keep a view of it. Parameters and
    buffers of `models` do not count: they are there anyway.

        with saved_for_backward(model) as kept:
            loss = loss_function(model(**batch))
        print(kept.count)
    """
    own = {_place(each) for model in models for each in [*model.parameters(), *model.buffers()]}
    seen: set[int] = set()
    kept: list[torch.Tensor] = []  # while they live, no address is given out a second time
    total = Bytes()

    def pack(tensor: torch.Tensor) -> torch.Tensor:
        place = _place(tensor)
        if place not in own and place not in seen:
            seen.add(place)
            kept.append(tensor.detach())
            total.count += tensor.untyped_storage().nbytes()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        yield total


def peak_bytes(run: Callable[[], object]) -> int:
    """The most bytes of tensors made by `run()` that lived at the same time.

    Tensors that exist before (weights, the data) do not count; those that outlive the run (new
    gradients, optimiser averages) do. Counts what PyTorch's own operations allocate for results, on
    any device, to the byte: no allocator, no operating system, no noise.
    """
    with _Living() as living:
        run()
    return living.peak


class _Living(TorchDispatchMode):
    """Adds the memory of every new result, takes it off when it is given back."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0
        self.peak = 0
        self._known: dict[int, Any] = {}

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        before = {
            _place(each) for each in tree_leaves((args, kwargs)) if isinstance(each, torch.Tensor)
        }
        result = func(*args, **(kwargs or {}))
        for each in tree_leaves(result):
            if isinstance(each, torch.Tensor) and _place(each) not in before:
                self._watch(each)
        return result

    def _watch(self, tensor: torch.Tensor) -> None:
        storage = tensor.untyped_storage()
        place, size = storage._cdata, storage.nbytes()
        if place in self._known or not size:
            return
        self.now += size
        self.peak = max(self.peak, self.now)
        self._known[place] = weakref.finalize(storage, self._gone, place, size)

    def _gone(self, place: int, size: int) -> None:
        self.now -= size
        self._known.pop(place, None)


def _place(tensor: torch.Tensor) -> int:
    """Which block of memory a tensor lies in."""
    return int(tensor.untyped_storage()._cdata)
