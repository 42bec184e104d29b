"""Graders are graded: prove that a unit's tests give what is earned and nothing else."""

from __future__ import annotations

import ast
import collections
import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ftlib.grading.grade import grade
from ftlib.grading.judge import Limits, Nursery
from ftlib.grading.results import UnitResult
from ftlib.grading.source import (
    Source,
    SourceError,
    answer_lines,
    parse,
    source_path,
    student_notebook,
)
from ftlib.grading.submission import Cell, Submission

WRONG_AT_LEAST, UNUSUAL_AT_LEAST = 3, 1
_TELLING = 16  # characters from which on a line of an answer is one that nobody writes by chance


def audit(
    unit: str, root: Path, limits: Limits | None = None, nursery: Nursery | None = None
) -> list[str]:
    """What is wrong with a unit's grading, one sentence each; an empty list proves it sound.

    The reference answer gets full points; the untouched stub none; each `wrong/*.py` loses its
    `LOSES` task; each `unusual/*.py` gets its `TASK`; every task has public and hidden tests,
    wrong and unusual answers; no line of an answer stands in what students get.

    Args:
        unit: the unit's name.
        root: the project's folder.
        limits: for the workers.
        nursery: a warm parent to use, see `warm_parent`; one is started and closed when None.

    Raises:
        SourceError, UnitError: when the unit cannot be run at all.
    """
    source = parse(source_path(root, unit))
    reference = _reference(source)
    stub = [cell.source for cell in _code(student_notebook(source))]
    with contextlib.nullcontext(nursery) if nursery else warm_parent([unit], root) as warm:

        def run(submission: Submission, task: str | None = None) -> UnitResult:
            return grade(submission, unit, root, nursery=warm, limits=limits, task=task)

        best, untouched = run(reference), run(_submission(source, "stub", stub))
        problems = _about_reference(best) + _about_stub(untouched) + leaks(source, root)
        for folder, constant in (("wrong", "LOSES"), ("unusual", "TASK")):
            counts: collections.Counter[str] = collections.Counter()
            for path in sorted((root / "solutions" / unit / folder).glob("*.py")):
                task, problem = _constant(path, constant, source)
                if problem:
                    problems.append(problem)
                    continue
                counts[task] += 1
                result = run(with_answer(reference, path), task)
                problems += _about_answer(path, task, result, constant)
            least = WRONG_AT_LEAST if constant == "LOSES" else UNUSUAL_AT_LEAST
            problems += [
                f"{task.name}: {counts[task.name]} answers in {folder}/, at least {least} wanted"
                for task in source.unit.tasks
                if counts[task.name] < least
            ]
    return problems


def warm_parent(units: Iterable[str], root: Path) -> Nursery:
    """A parent of workers that has imported what the known answers to these units import."""
    return Nursery(imports(units, root))


def imports(units: Iterable[str], root: Path) -> set[str]:
    """Names of the packages that the known answers to these units import."""
    imported: set[str] = set()
    for unit in units:
        with contextlib.suppress(SourceError):  # its audit says what is wrong
            source = parse(source_path(root, unit))
            reference = _reference(source)
            imported |= reference.imports()
            for folder in ("wrong", "unusual"):
                for path in (source.path.parent / folder).glob("*.py"):
                    imported |= with_answer(reference, path).imports()
    return imported


def with_answer(reference: Submission, path: Path) -> Submission:
    """The reference with the functions in `path` defined anew at its end."""
    cell = Cell(f"{path.parent.name}/{path.name}", path.read_text(encoding="utf-8"))
    return Submission(path, (*reference.cells, cell))


def leaks(source: Source, root: Path) -> list[str]:
    """Telling lines of answers found in the student's files (generated ones and public tests)."""
    unit = source.unit.name
    folder = root / "exercises" / unit
    texts = {"the student's notebook": "\n".join(c.source for c in student_notebook(source).cells)}
    for path in sorted(folder.glob("*")):
        if path.suffix in (".md", ".json", ".py") and path.is_file():
            texts[f"exercises/{unit}/{path.name}"] = path.read_text(encoding="utf-8")
    return [
        f"{task}: the line {line!r} of the answer stands in {where}"
        for task, line in answer_lines(source)
        for where, text in texts.items()
        if len(line) >= _TELLING and not line.startswith(("#", "import ", "from ")) and line in text
    ]


def _code(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _reference(source: Source) -> Submission:
    return _submission(source, "reference", [cell.source for cell in _code(source.notebook)])


def _submission(source: Source, name: str, cells: list[str]) -> Submission:
    named = tuple(Cell(f"cell {index}", text) for index, text in enumerate(cells, start=1))
    return Submission(source.path.with_name(name), named)


def _about_reference(result: UnitResult) -> list[str]:
    problems = [f"the reference answer: {note}" for note in result.notes]
    for task in result.tasks:
        name = task.task.name
        for kind in (False, True):
            if not any(test.hidden is kind for test in task.tests):
                problems.append(f"{name}: no {'hidden' if kind else 'public'} test")
        problems += [
            f"{name}: the reference answer fails {test.name}: {test.message}"
            for test in task.tests
            if test.outcome != "passed"
        ]
    return problems + [f"{name}: tests name this task, no cell has it" for name in result.strays]


def _about_stub(result: UnitResult) -> list[str]:
    return [
        f"{task.task.name}: the untouched stub earns {task.earned} points"
        for task in result.tasks
        if task.earned
    ] + [
        f"{task.task.name}: the untouched stub passes {test.name}"
        for task in result.tasks
        for test in task.tests
        if test.outcome == "passed"
    ]


def _about_answer(path: Path, task: str, result: UnitResult, constant: str) -> list[str]:
    name = f"{path.parent.name}/{path.name}"
    broken = [f"{name} does not run: {note}" for note in result.notes if name in note]
    if broken:
        return broken
    found = result.of(task)
    if constant == "LOSES":
        if found.passed:
            return [f"{name} is wrong and gets full points in {task}; add a test that it fails"]
        return []
    return [
        f"{name} is right and fails {test.name}: {test.message}"
        for test in found.tests
        if test.outcome != "passed"
    ]


def _constant(path: Path, constant: str, source: Source) -> tuple[str, str]:
    """The task a file names, read without running it; or what is missing."""
    name = f"{path.parent.name}/{path.name}"
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except SyntaxError as error:
        return "", f"{name} is not valid Python: {error}"
    if not ast.get_docstring(tree):
        return "", f"{name} does not say in a docstring what it is"
    for node in tree.body:
        if (
            isinstance(node, ast.Assign)
            and [getattr(target, "id", None) for target in node.targets] == [constant]
            and isinstance(node.value, ast.Constant)
            and node.value.value in [task.name for task in source.unit.tasks]
        ):
            return str(node.value.value), ""
    return "", f'{name} names no task of the unit; write {constant} = "<task>"'
