"""Grade one submission in whatever process this is: a plain function of plain values.

So any `concurrent.futures.Executor` can run it, on this machine or on another that has the same
course installed. A process keeps its warm parent of workers, and its session of pytest, over all
its submissions.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import threading
import time
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ftlib.grading.grade import as_record, grade, hidden_tests, nothing
from ftlib.grading.judge import JudgeError, Limits, Nursery
from ftlib.grading.results import UnitResult
from ftlib.grading.submission import Submission, SubmissionError, parse, read
from ftlib.grading.unit import UnitError, tests_of

if TYPE_CHECKING:
    from ftlib.grading.standing import Standing

_LOCK = threading.Lock()  # the warm parent and pytest serve one submission at a time
_nurseries: dict[tuple[str, ...], Nursery] = {}


class Unprotected(JudgeError):
    """Grading was to be refused without a sandbox that this machine cannot build."""


@dataclass(frozen=True)
class Order:
    """One submission to grade: its text travels with it, the course is where `root` says.

    `tests` is the digest of the tests it is meant to be graded with, `task` the one task to grade
    (all when None), `require` the least level of protection (see `ftlib.grading.sandbox`).
    """

    student: str
    label: str
    content: bytes
    unit: str
    tests: str
    root: str
    seed: int
    hidden: bool
    preload: tuple[str, ...]
    task: str | None = None
    limits: Limits | None = None
    require: str | None = None

    def key(self) -> dict[str, Any]:
        """What the grade depends on."""
        return {
            "submission": hashlib.sha256(self.content).hexdigest(),
            "suffix": Path(self.label).suffix.lower(),
            "unit": self.unit,
            "tests": self.tests,
            "seed": self.seed,
        }


def tests_digest(unit: str, root: Path, hidden: bool) -> str:
    """SHA-256 of all that decides a grade on the instructor's side: points and tests.

    Raises:
        UnitError: when a file of the unit is missing.
    """
    digest = hashlib.sha256()
    folder = root / "exercises" / unit
    public = [folder / "unit.json", tests_of(folder, unit)]
    for path in [*public, *([hidden_tests(root, unit)] if hidden else [])]:
        if not path.exists():
            raise UnitError(f"{path} is missing; the unit {unit!r} cannot be graded without it")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def preload_of(unit: str, root: Path) -> tuple[str, ...]:
    """The frameworks that the unit's own files import: what workers are to have ready."""
    folder = root / "exercises" / unit
    found: set[str] = set()
    for path in (folder / "notebook.ipynb", tests_of(folder, unit), hidden_tests(root, unit)):
        try:
            found |= read(path).imports()
        except SubmissionError:
            continue
    return tuple(sorted(found))


def grade_order(order: Order) -> dict[str, Any]:
    """Grade one submission.

    Returns:
        Plain JSON values: `result` (as `ftlib.grading.grade.as_record`), `seconds` of wall-clock
        time, `protection` (what kept the submission from the machine) and `failure`: empty, or why
        it could not be graded although that is not the submission's fault.

    Raises:
        UnitError: when the unit itself cannot be graded here.
        Unprotected: when this machine cannot protect itself as required.
    """
    begin = time.monotonic()
    root = Path(order.root)
    if tests_digest(order.unit, root, order.hidden) != order.tests:
        raise UnitError(
            f"the unit {order.unit!r} in {root} is not the one this class is graded with; "
            "give every machine the same course"
        )
    failure = protection = ""
    with _LOCK:
        try:
            nursery = _nursery(order.preload)
            protection = protected(nursery, order.require)
            result = _graded(order, parse(order.content, Path(order.label)), root, nursery)
        except SubmissionError as error:
            result = nothing(order.unit, root, str(error))
        except Unprotected:
            raise
        except JudgeError as error:
            result, failure = nothing(order.unit, root, str(error)), str(error)
    record = as_record(result, order.label)
    json.dumps(record)  # fails here, beside its cause, rather than at the end of the class
    seconds = time.monotonic() - begin
    return {"result": record, "seconds": seconds, "protection": protection, "failure": failure}


def protected(nursery: Nursery, require: str | None) -> str:
    """The statement of what protects this machine from `nursery`'s workers.

    Raises:
        Unprotected: when that is less than the level `require`.
    """
    protection = nursery.protection
    if require is not None and not protection.reaches(require):
        raise Unprotected(
            f"a sandbox of the level {require!r} is required, and this machine has less; "
            f"{protection}"
        )
    return str(protection)


def _graded(order: Order, submission: Submission, root: Path, nursery: Nursery) -> UnitResult:
    result = grade(
        submission,
        order.unit,
        root,
        hidden=order.hidden,
        nursery=nursery,
        limits=order.limits,
        task=order.task,
        seed=order.seed,
        run=_tests().run,
    )
    return replace(result, notes=result.notes[:20])


@cache
def _tests() -> Standing:
    # Brings pytest, which the process that hands out the orders can do without.
    from ftlib.grading.standing import Standing

    return Standing()


def _nursery(preload: tuple[str, ...]) -> Nursery:
    if preload not in _nurseries:
        _close()  # one warm parent a process: a class is graded unit by unit
        _nurseries[preload] = Nursery(preload)
    return _nurseries[preload]


def adopt(preload: tuple[str, ...], nursery: Nursery) -> None:
    """Use `nursery` for all orders with this `preload` in this process."""
    _close()
    _nurseries[preload] = nursery


@atexit.register
def _close() -> None:
    for nursery in _nurseries.values():
        nursery.close()
    _nurseries.clear()
