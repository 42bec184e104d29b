"""The mark that says which task a test belongs to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Test = TypeVar("Test", bound=Callable[..., Any])
_ATTRIBUTE = "__ftlib_task__"


def task(name: str) -> Callable[[Test], Test]:
    """Mark a test function as one of task `name`: the task's points need it to pass.

    A plain attribute and not a pytest mark, so that a test file imports without pytest's
    configuration and `@pytest.mark.parametrize` may stand above or below it.

    Raises:
        ValueError: when `name` is not a string (a bare `@task`, most likely) or is empty.
    """
    if not isinstance(name, str) or not name:
        raise ValueError(
            f'name {name!r} is not a task\'s name; write @task("the_task") above the test'
        )

    def mark(test: Test) -> Test:
        setattr(test, _ATTRIBUTE, name)
        return test

    return mark


def task_of(test: object) -> str | None:
    """The task a test function is marked with, or None."""
    found = getattr(test, _ATTRIBUTE, None)
    return found if isinstance(found, str) else None
