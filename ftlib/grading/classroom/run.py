"""Grade a class: what is not yet in the record is graded, by any executor, and written down."""

from __future__ import annotations

import concurrent.futures
import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from ftlib.grading.classroom.collect import Collection, Handed, collect
from ftlib.grading.classroom.hatchery import hatchery
from ftlib.grading.classroom.job import Order, grade_order, preload_of, tests_digest
from ftlib.grading.classroom.pool import processes, warm_up
from ftlib.grading.classroom.record import Record
from ftlib.grading.grade import as_record, nothing
from ftlib.grading.judge import Limits
from ftlib.grading.submission import MAX_BYTES
from ftlib.grading.unit import Unit, UnitError, load, nearest

_WINDOW = 64  # submissions under way at a time, so that a large class is not held in memory
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Graded:
    """A submission and its entry in the record."""

    handed: Handed
    entry: dict[str, Any]

    @property
    def result(self) -> dict[str, Any]:
        """The result as `ftlib.grading.grade.as_record` gives it."""
        result: dict[str, Any] = self.entry["result"]
        return result

    @property
    def protection(self) -> str:
        """What kept it from the machine that graded it."""
        return str(self.entry["protection"])

    @property
    def failure(self) -> str:
        """Why it could not be graded; empty when it was."""
        return str(self.entry["failure"])


@dataclass(frozen=True)
class ClassResult:
    """A graded class: submissions by unit and student, and what else was found."""

    graded: tuple[Graded, ...]
    units: dict[str, Unit]
    replaced: tuple[Handed, ...]
    left_out: tuple[str, ...]
    sources: dict[str, bytes]  # the bytes of each submission by its SHA-256
    seed: int
    anew: int  # how many were graded by this run; the others stood in the record

    def of(self, unit: str) -> tuple[Graded, ...]:
        """The submissions to one unit, by student."""
        return tuple(each for each in self.graded if each.handed.unit == unit)

    def protections(self) -> tuple[str, ...]:
        """What kept the submissions from the machines that graded them; one text a kind."""
        return tuple(sorted({each.protection for each in self.graded if each.protection}))


def grade_class(
    folder: Path,
    root: Path,
    output: Path,
    *,
    unit: str | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
    seed: int = 0,
    hidden: bool = True,
    limits: Limits | None = None,
    regrade: str | None = None,
    require: str | None = None,
    progress: Progress | None = None,
) -> ClassResult:
    """Grade all submissions in `folder`.

    Each grade is in the record (`output/record.jsonl`) before the next is waited for; a run that
    was killed goes on where it was, and a submission, a test or a seed that changed is graded
    again. Neither the number of jobs nor the order in which they end changes a grade.

    Args:
        folder: the submissions (see `ftlib.grading.classroom.collect`), or a zip file of them.
        root: the project's folder, with `exercises/` and `solutions/`.
        output: where the record is kept; made if missing.
        unit: the unit of all submissions; found out for each when None.
        jobs: how many are graded at a time on this machine; one for each core when None.
        executor: what runs the jobs instead: any `concurrent.futures.Executor`. It is not shut
            down. Its processes need the same course at the same `root`.
        seed: what the tests draw random inputs from; kept with each grade.
        hidden: run the hidden tests too.
        limits: what a submission may use.
        regrade: a task to grade again in every submission; its other tasks stay as recorded.
        require: the level of protection without which nothing is graded (see
            `ftlib.grading.sandbox`).
        progress: called with the numbers of finished and of all submissions to grade.

    Raises:
        SubmissionError: the folder holds no submission.
        UnitError: a unit or task is unknown or incomplete.
        RecordError: `output` holds a record that is none.
        Unprotected: a machine has less protection than required.
        RuntimeError: another run is writing to `output`.
    """
    root = root.resolve()
    known = sorted(path.parent.name for path in (root / "exercises").glob("*/unit.json"))
    if unit is not None and unit not in known:
        raise UnitError(f"there is no unit {unit!r}{nearest(unit, known)}")
    output.mkdir(parents=True, exist_ok=True)
    with _alone(output), tempfile.TemporaryDirectory(prefix="class-") as scratch:
        found = collect(folder, known, Path(scratch), unit=unit)
        units = {name: load(root / "exercises" / name) for name in _units_of(found)}
        if regrade is not None and not any(_has(each, regrade) for each in units.values()):
            raise UnitError(
                f"no unit of these submissions has a task {regrade!r}"
                + nearest(regrade, [task.name for each in units.values() for task in each.tasks])
            )
        preload = {name: preload_of(name, root) for name in units}
        tests = {name: tests_digest(name, root, hidden) for name in units}
        orders = [
            Order(
                student=each.student,
                label=each.label,
                content=_content(each.path),
                unit=each.unit,
                tests=tests[each.unit],
                root=str(root),
                seed=seed,
                hidden=hidden,
                preload=preload[each.unit],
                limits=limits,
                require=require,
            )
            for each in found.submissions
        ]
        with Record(output / "record.jsonl") as record:
            todo = _todo(orders, record, units, regrade)
            for count, (order, answer) in enumerate(_answers(todo, executor, jobs), start=1):
                record.append(_entry(order, answer, record))
                if progress is not None:
                    progress(count, len(todo))
            anew = {_name(order.key()) for order in todo}
            return _gathered(found, orders, units, record, seed, anew)


@contextmanager
def _alone(output: Path) -> Iterator[None]:
    lock = FileLock(output / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise RuntimeError(
            f"another run is grading into {output}; wait for it, or give another --output"
        ) from None
    try:
        yield
    finally:
        lock.release()


def _units_of(found: Collection) -> list[str]:
    return sorted({each.unit for each in found.submissions})


def _has(unit: Unit, task: str) -> bool:
    return any(each.name == task for each in unit.tasks)


def _content(path: Path) -> bytes:
    """A submission's bytes; one too many of them is enough for it to be refused."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _latest(record: Record) -> dict[str, dict[str, Any]]:
    return {_name(entry["key"]): entry for entry in record.entries if not entry["failure"]}


def _name(key: dict[str, Any]) -> str:
    return "|".join(f"{field}={key[field]}" for field in sorted(key))


def _same_work(key: dict[str, Any]) -> str:
    """A submission's name whatever tests and seed it was graded with."""
    return _name({field: key[field] for field in ("submission", "suffix", "unit")})


def _todo(
    orders: list[Order], record: Record, units: dict[str, Unit], regrade: str | None
) -> list[Order]:
    """What is to be graded: each text once, however many handed it in."""
    done = _latest(record)
    before = {_same_work(entry["key"]) for entry in done.values()}
    todo: dict[str, Order] = {}
    for order in orders:
        key = order.key()
        again = regrade is not None and _has(units[order.unit], regrade)
        if again and _same_work(key) in before:
            order = replace(order, task=regrade)
        elif _name(key) in done:
            continue
        todo.setdefault(_name(key), order)
    return list(todo.values())


def _entry(order: Order, answer: dict[str, Any], record: Record) -> dict[str, Any]:
    result = answer["result"]
    if order.task is not None:
        result = _merged(order, result, record)
    return {
        "key": order.key(),
        "student": order.student,
        "task": order.task,
        "result": result,
        "failure": answer["failure"],
        "protection": answer["protection"],
        "seconds": round(answer["seconds"], 3),
    }


def _merged(order: Order, result: dict[str, Any], record: Record) -> dict[str, Any]:
    """The recorded result with one task's replaced."""
    work = _same_work(order.key())
    old = next(
        entry["result"]
        for entry in reversed(record.entries)
        if _same_work(entry["key"]) == work and not entry["failure"]
    )
    new = {each["task"]: each for each in result["tasks"]}
    kept = {each["task"]: each for each in old["tasks"]}
    tasks = [new[name] if name == order.task else kept.get(name, new[name]) for name in new]
    earned, points = (sum(each[field] for each in tasks) for field in ("earned", "points"))
    return {**result, "tasks": tasks, "earned": earned, "points": points}


def _answers(
    todo: list[Order], executor: Executor | None, jobs: int | None
) -> Iterator[tuple[Order, dict[str, Any]]]:
    """Orders with their answers, as they come."""
    if not todo:
        return
    if executor is not None:
        yield from _through(executor, todo)
        return
    jobs = min(jobs if jobs is not None else os.cpu_count() or 1, len(todo))
    preload = {name for order in todo for name in order.preload}
    left = {id(order): order for order in todo}
    try:
        warm_up(preload)  # while the workers' parent imports them, too
        # One warm parent for all, that of most orders; the others' start their own.
        with hatchery(todo[0].preload) as egg, processes(jobs, preload, egg) as pool:
            for order, answer in _through(pool, todo):
                del left[id(order)]
                yield order, answer
    except BrokenProcessPool:
        # A grading process died, which no submission should be able to do. Each one that has no
        # grade yet gets a process of its own, so that whatever did it harms no other.
        for order in left.values():
            yield order, _by_itself(order, preload)


def _by_itself(order: Order, preload: set[str]) -> dict[str, Any]:
    with processes(1, preload) as pool:
        try:
            return pool.submit(grade_order, order).result()
        except BrokenProcessPool:
            why = "the grading process died"
    result = as_record(nothing(order.unit, Path(order.root), why), order.label)
    return {"result": result, "failure": why, "protection": "", "seconds": 0.0}


def _through(executor: Executor, todo: list[Order]) -> Iterator[tuple[Order, dict[str, Any]]]:
    waiting = iter(todo)
    running: dict[Future[dict[str, Any]], Order] = {}
    try:
        while True:
            for order in waiting:
                running[executor.submit(grade_order, order)] = order
                if len(running) >= _WINDOW:
                    break
            if not running:
                return
            done, _ = concurrent.futures.wait(
                running, return_when=concurrent.futures.FIRST_COMPLETED
            )
            for future in done:
                yield running.pop(future), future.result()
    finally:
        for future in running:
            future.cancel()


def _gathered(
    found: Collection,
    orders: list[Order],
    units: dict[str, Unit],
    record: Record,
    seed: int,
    anew: set[str],
) -> ClassResult:
    done = {_name(entry["key"]): entry for entry in record.entries}
    graded, sources = [], {}
    for handed, order in zip(found.submissions, orders, strict=True):
        key = order.key()
        sources[key["submission"]] = order.content
        entry = done[_name(key)]
        named = {**entry["result"], "submission": handed.label}
        graded.append(Graded(handed, {**entry, "student": handed.student, "result": named}))
    return ClassResult(
        tuple(graded),
        units,
        tuple(found.replaced),
        tuple(found.left_out),
        sources,
        seed,
        sum(_name(order.key()) in anew for order in orders),
    )
