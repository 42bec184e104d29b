"""Plain views of what a student's function returned, and sentences that describe them."""

from __future__ import annotations

import math
import numbers
import reprlib
import sys
from typing import Any

import numpy as np

_short = reprlib.Repr()
_short.maxstring = _short.maxother = 120
_short.maxlist = _short.maxtuple = _short.maxdict = 8

KINDS = {"b": "bool", "i": "number", "u": "number", "f": "number", "c": "complex number"}


class NotAnArray(ValueError):
    """The value holds something else than numbers, or rows of different lengths."""


def is_torch(value: object) -> bool:
    """Whether `value` is a torch tensor; does not import torch."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


def is_tensorflow(value: object) -> bool:
    """Whether `value` is a tensor or variable of TensorFlow; does not import TensorFlow."""
    return type(value).__module__.split(".")[0] == "tensorflow" and hasattr(value, "numpy")


def is_handle(value: object) -> bool:
    """Whether `value` stands for an object in another process (`ftlib.grading.handles`)."""
    return getattr(type(value), "__ftlib_handle__", False) is True


def is_arraylike(value: object) -> bool:
    """Whether `value` is a number, an array or a tensor (not a list of them)."""
    return (
        isinstance(value, (np.ndarray, np.generic, numbers.Number))
        or is_torch(value)
        or is_tensorflow(value)
    )


def as_array(value: Any) -> np.ndarray:
    """`value` as a NumPy array of bools, numbers or complex numbers.

    Args:
        value: a number, a NumPy array, a torch or TensorFlow tensor (any device; gradients are
            dropped), or nested lists or tuples of those, all of one shape.

    Returns:
        Array of the value's own shape and dtype; bfloat16 comes back as float32, which holds
        every bfloat16 exactly.

    Raises:
        NotAnArray: for anything else.
    """
    if is_handle(value):
        raise NotAnArray(f"{describe(value)} is no array of numbers")
    if is_torch(value):
        tensor = value.detach().cpu()
        name = str(tensor.dtype)
        return (tensor.float() if "bfloat16" in name or "float8" in name else tensor).numpy()
    if is_tensorflow(value):
        value = value.numpy()
        value = value.astype(np.float32) if value.dtype.kind == "V" else value
    if isinstance(value, (list, tuple)):
        value = _stacked(value)
    try:
        array = np.asarray(value)
    except (TypeError, ValueError) as error:
        raise NotAnArray(f"{describe(value)} is no array of numbers") from error
    if array.dtype.kind == "O" and _all_integers(array):
        return array  # integers beyond 64 bits
    if array.dtype.kind not in KINDS:
        raise NotAnArray(f"{describe(value)} is no array of numbers")
    return array


def _stacked(items: list | tuple) -> Any:
    """Nested lists with tensors inside become nested lists of arrays of one dtype kind."""
    arrays = [as_array(item) for item in items]
    if len({array.shape for array in arrays}) > 1:
        raise NotAnArray(f"{describe(items)} has rows of different shapes")
    if len({array.dtype.kind == "b" for array in arrays}) > 1:
        raise NotAnArray(f"{describe(items)} mixes bools and numbers")
    return np.stack(arrays) if arrays else np.empty(0)


def _all_integers(array: np.ndarray) -> bool:
    return all(isinstance(item, int) and not isinstance(item, bool) for item in array.flat)


def kind(array: np.ndarray) -> str:
    """`bool`, `number` or `complex number`."""
    return KINDS.get(array.dtype.kind, "number")


def figure(value: Any) -> str:
    """One number for reading: six significant digits, or as many as needed."""
    if isinstance(value, (float, np.floating)):
        number = float(value)
        return f"{number:.6g}" if math.isfinite(number) else str(number)
    if isinstance(value, int) and value.bit_length() > 1000:
        return f"an integer of {value.bit_length()} bits"  # Python refuses to print the largest
    return str(value.item()) if isinstance(value, np.generic) else repr(value)


def describe(value: Any) -> str:
    """One line on a value: what it is, its shape and dtype, and its first entries."""
    if isinstance(value, np.ndarray) or is_torch(value) or is_tensorflow(value):
        return _describe_array(value)
    if isinstance(value, np.generic):
        return f"{figure(value)} ({value.dtype.name})"
    if isinstance(value, (list, tuple, set, frozenset, dict)):
        size = len(value)
        return f"{type(value).__name__} of {size}: {_entries(value)}"
    if value is None:
        return "None"
    if is_handle(value):
        return f"{value!r}, which is no plain value"
    text = figure(value) if isinstance(value, (int, float)) else _short.repr(value)
    return f"{text} ({type(value).__name__})"


def _entries(value: Any) -> str:
    try:
        return _short.repr(value)
    except ValueError:
        return "(entries too large to be shown)"


def _describe_array(value: Any) -> str:
    what = "array" if isinstance(value, np.ndarray) else "tensor"
    dtype = str(value.dtype).replace("torch.", "").removeprefix("<dtype: '").removesuffix("'>")
    try:
        array = value if isinstance(value, np.ndarray) else as_array(value)
        text = np.array2string(array, precision=6, threshold=8, edgeitems=3, separator=" ")
    except Exception:  # a description never fails, whatever the tensor is
        text = "(cannot be shown)"
    text = " ".join(text.split())
    text = text if len(text) <= 160 else text[:157] + "…"
    return f"{what} of shape {tuple(value.shape)}, {dtype}: {text}"
