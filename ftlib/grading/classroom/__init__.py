"""A class: its submissions collected, graded, and given back as grade books and pages."""

from __future__ import annotations

from typing import Any

__all__ = ["ClassResult", "Graded", "grade_class"]


def __getattr__(name: str) -> Any:
    # On first use: every `ftlib` command imports this package, and few of them grade a class.
    if name in __all__:
        from ftlib.grading.classroom import run

        return getattr(run, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
