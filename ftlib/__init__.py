"""ftlib: the library under the book *Fine-Tuning, Derived and Measured*.

Importing it is cheap: torch, transformers and TensorFlow load on first use, so
`from ftlib import assets` works on a machine that has none of them.
"""

from __future__ import annotations

import importlib
from types import ModuleType

__version__ = "0.1.0"

_ROOMS = (
    "assets",
    "autodiff",
    "claims",
    "data",
    "evaluate",
    "grading",
    "losses",
    "models",
    "optim",
    "plot",
    "train",
)
__all__ = ["__version__", *_ROOMS]


def __getattr__(name: str) -> ModuleType:
    if name in _ROOMS:
        return importlib.import_module(f"ftlib.{name}")
    raise AttributeError(f"module 'ftlib' has no attribute {name!r}; its rooms are {_ROOMS}")


def __dir__() -> list[str]:
    return sorted(__all__)
