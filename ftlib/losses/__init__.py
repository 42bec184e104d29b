"""The mathematics of the losses: one specification, and the same names on every back end.

- `ftlib.losses.reference` is the specification: NumPy, float64, one function an equation.
- `ftlib.losses.torch` and `ftlib.losses.tensorflow` are the same functions for training.
- `ftlib.losses.naive` keeps the textbook transcriptions, to show how they fail.
- `ftlib.losses.check` compares any of them over every coordinate.

Importing this package loads neither torch nor TensorFlow; a back end loads on first use.
All back ends share the reductions ("none", "mean", "sum") and the sentences of the errors.
"""

from __future__ import annotations

import importlib
from types import ModuleType

_MODULES = ("check", "naive", "reference", "tensorflow", "torch")
__all__ = [*_MODULES]


def __getattr__(name: str) -> ModuleType:
    if name in _MODULES:
        return importlib.import_module(f"ftlib.losses.{name}")
    raise AttributeError(f"module 'ftlib.losses' has no attribute {name!r}; it has {_MODULES}")


def __dir__() -> list[str]:
    return sorted(__all__)
