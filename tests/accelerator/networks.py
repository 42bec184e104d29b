"""Watches a chapter's networks: the first of each kind also runs on the device, there and back.

Whatever a chapter calls as a network, wherever it was made, is copied at its first call, and the
copies, one on each device, must agree on outputs and gradients. The chapter notices nothing.
"""

from __future__ import annotations

import copy
from contextlib import contextmanager
from typing import Any

import torch
from torch import nn

PLAIN = (int, float, str, bool, type(None), torch.dtype)
CLOSE = 2e-4  # two ways of attention on one processor are 1.4e-5 apart in a Llama's gradients
found: dict[str, str] = {}  # kind of network: "" where both devices agree, or what was wrong


def watch() -> None:
    """From now on, look at every call of a module that does not come from inside another one."""
    call, inside = nn.Module.__call__, False

    def watched(self: nn.Module, *args: Any, **kwargs: Any) -> Any:
        nonlocal inside
        if inside:
            return call(self, *args, **kwargs)
        inside = True
        try:
            if _kind(self) not in found and _plain([args, kwargs, list(self.parameters())]):
                found[_kind(self)] = _compare(self, args, kwargs)
            return call(self, *args, **kwargs)
        finally:
            inside = False

    nn.Module.__call__ = watched


def _kind(network: nn.Module) -> str:
    name = f"{type(network).__module__}.{type(network).__qualname__}"
    parts = [type(each).__name__ for each in network.children()]
    return f"{name}({', '.join(parts)})" if isinstance(network, nn.Sequential) else name


def _compare(network: nn.Module, args: Any, kwargs: Any) -> str:
    try:
        with _alone():
            here, there = (
                _answers(copy.deepcopy(network).to(device), _moved([args, kwargs], device))
                for device in ("cpu", "simulated")
            )
        longest = max(1e-6, *(each.double().norm() for each in here))  # all may be 0
        for one, other in zip(here, there, strict=True):
            # What is 0 but for rounding, as the gradient of a key's bias, has no length of its own.
            length = max(one.double().norm(), longest / 1000)
            apart = (other.cpu() - one).double().norm() / length
            if not apart <= CLOSE:
                return f"shape {tuple(one.shape)}: {apart:.1e} apart, relative to its length"
    except Exception as error:  # it must not end the chapter, which is not what is looked at
        return f"{type(error).__name__}: {error}"
    return ""


@contextmanager
def _alone():
    """Gradients on, autocast off, and the chapter's random numbers left as they are."""
    state = torch.get_rng_state()
    try:
        with torch.inference_mode(False), torch.enable_grad(), torch.autocast("cpu", enabled=False):
            yield
    finally:
        torch.set_rng_state(state)


def _answers(network: nn.Module, given: Any) -> list[torch.Tensor]:
    """All numbers that come out, and the gradient of their mean square in the parameters."""
    args, kwargs = given
    network.eval().zero_grad()
    out = [each for each in _tensors(network(*args, **kwargs)) if each.is_floating_point()]
    total = sum((each.square().mean() for each in out), torch.zeros((), device=out[0].device))
    if total.requires_grad:
        total.backward()
    slopes = [each.grad for each in network.parameters() if each.grad is not None]
    return [each.detach() for each in (*out, *slopes)]


def _moved(x: Any, device: str) -> Any:
    if isinstance(x, torch.Tensor):
        return x.detach().clone().to(device)
    if isinstance(x, dict):
        return {key: _moved(value, device) for key, value in x.items()}
    return type(x)(_moved(each, device) for each in x) if isinstance(x, list | tuple) else x


def _tensors(x: Any) -> list[torch.Tensor]:
    if isinstance(x, torch.Tensor):
        return [x]
    inner = x.values() if isinstance(x, dict) else x if isinstance(x, list | tuple) else ()
    return [tensor for each in inner for tensor in _tensors(each)]


def _plain(x: Any) -> bool:
    """Nothing in it but tensors and plain values (a cache, say, would be changed by a call)."""
    if isinstance(x, torch.Tensor):  # not one that stands for many, under vmap
        return not torch._C._functorch.is_functorch_wrapped_tensor(x)
    if isinstance(x, dict):
        return all(map(_plain, x.values()))
    return all(map(_plain, x)) if isinstance(x, list | tuple) else isinstance(x, PLAIN)
