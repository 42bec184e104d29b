"""What a student has tried: a small JSON file beside the notebook, read by `check` and `progress`.

It is a convenience and no grade: whoever edits it changes what their own screen shows.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import filelock

from ftlib.grading.results import PASSED, TaskResult

FILE = ".progress.json"
_WAIT_S = 2.0


@dataclass(frozen=True)
class Attempt:
    """The latest check of a task, and how many checks have failed so far."""

    earned: int
    passed: int
    tests: int
    failures: int
    last: str  # local time, ISO 8601


def load(folder: Path) -> dict[str, Attempt]:
    """The attempts kept in a unit's folder; none when there is no file or it cannot be read."""
    try:
        return _parse((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def record(
    folder: Path, results: Iterable[TaskResult], now: datetime.datetime | None = None
) -> dict[str, Attempt]:
    """Add checks of tasks to what is kept; a stub that was not touched is no attempt.

    Written in one piece, one process at a time. A damaged file is set aside under a name of its
    own, never overwritten.

    Args:
        folder: the unit's folder, `exercises/<unit>`.
        results: what the checks found.
        now: when; the present when None.

    Returns:
        All attempts of the unit as kept now.

    Raises:
        OSError: when the folder cannot be written.
    """
    tried = [each for each in results if each.tests and not each.untried]
    if not tried:
        return load(folder)
    moment = (now or datetime.datetime.now()).astimezone().isoformat(timespec="seconds")
    with _alone(folder):
        kept = _kept(folder)
        for each in tried:
            before = kept[each.task.name].failures if each.task.name in kept else 0
            good = sum(test.outcome == PASSED for test in each.tests)
            kept[each.task.name] = Attempt(
                each.earned, good, len(each.tests), before + (not each.passed), moment
            )
        _write(folder / FILE, kept)
    return kept


@contextlib.contextmanager
def _alone(folder: Path) -> Any:
    """One writer at a time; a lock that nobody gives back is not waited for."""
    lock = filelock.FileLock(folder / f"{FILE}.lock", timeout=_WAIT_S)
    with contextlib.suppress(filelock.Timeout):
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _kept(folder: Path) -> dict[str, Attempt]:
    path = folder / FILE
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return {}
    try:
        return _parse(raw.decode("utf-8"))
    except ValueError:
        mark = hashlib.sha256(raw).hexdigest()[:8]
        os.replace(path, path.with_name(f".progress.damaged-{mark}.json"))
        return {}


def _parse(text: str) -> dict[str, Attempt]:
    """ValueError for whatever `_write` does not write."""
    try:
        tasks = json.loads(text)["tasks"]
        found = {str(name): Attempt(**fields) for name, fields in tasks.items()}
        for each in found.values():
            datetime.datetime.fromisoformat(each.last)
            if any(
                type(n) is not int for n in (each.earned, each.passed, each.tests, each.failures)
            ):
                raise ValueError(f"{each} counts with what is no integer")
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"no record of attempts ({error})") from None
    return found


def _write(path: Path, kept: Mapping[str, Attempt]) -> None:
    body = {"version": 1, "tasks": {name: asdict(kept[name]) for name in sorted(kept)}}
    partial = path.with_name(f"{path.name}.{os.getpid()}.part")
    partial.write_text(json.dumps(body, indent=1) + "\n", encoding="utf-8")
    os.replace(partial, path)
