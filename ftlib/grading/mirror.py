"""Carry what a call did to its arguments back to the caller's own objects."""

from __future__ import annotations

from typing import Any

import numpy as np

from ftlib.grading.values import is_torch


def mirror(original: Any, changed: Any) -> None:
    """Give `original`, an argument of the call, the state `changed` it had afterwards.

    So a test that keeps a copy, calls, and compares means the same in the notebook, where the
    function had the object itself, and in a graded run, where it had one rebuilt from bytes.

    Args:
        original: ndarray, torch tensor, list, dict or set (changed in place), or anything else
            (immutable: nothing to do).
        changed: the state after the call, rebuilt from the worker's answer.

    Raises:
        ValueError: when the state does not fit into the original (an array that changed its
            shape or dtype).
    """
    if isinstance(original, np.ndarray) or is_torch(original):
        _mirror_array(original, changed)
    elif isinstance(original, list) and isinstance(changed, list):
        original[:] = [_kept(old, new) for old, new in _aligned(original, changed)]
    elif isinstance(original, dict) and isinstance(changed, dict):
        merged = {key: _kept(original.get(key), new) for key, new in changed.items()}
        original.clear()
        original.update(merged)
    elif isinstance(original, set) and isinstance(changed, set):
        original.clear()
        original.update(changed)
    elif isinstance(original, tuple) and isinstance(changed, tuple):
        for old, new in zip(original, changed, strict=False):
            mirror(old, new)


def _mirror_array(original: Any, changed: Any) -> None:
    if (
        type(changed) is not type(original)
        or tuple(changed.shape) != tuple(original.shape)
        or changed.dtype != original.dtype
    ):
        raise ValueError("the function gave an argument another shape or dtype, in place")
    if isinstance(original, np.ndarray):
        if original.flags.writeable:
            original[...] = changed
        return
    import torch

    with torch.no_grad():
        original.copy_(changed)
    if original.is_leaf:
        original.requires_grad_(changed.requires_grad)
        original.grad = changed.grad


def _aligned(original: list, changed: list) -> list[tuple[Any, Any]]:
    padded = original + [None] * (len(changed) - len(original))
    return list(zip(padded, changed, strict=False))


def _kept(old: Any, new: Any) -> Any:
    """The old object with the new state where it can hold it, else the new object."""
    if type(old) is not type(new) or not isinstance(old, (list, dict, set, np.ndarray)):
        return new
    try:
        mirror(old, new)
    except ValueError:
        return new
    return old
