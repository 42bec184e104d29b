"""How many mutants of a unit's reference answers its tests kill, and which ones they do not."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ftlib.grading.auditing.mutants import Mutant, mutants
from ftlib.grading.auditing.trial import SURVIVED, TIMEOUT, Answer, Verdict, try_all
from ftlib.grading.grade import hidden_tests
from ftlib.grading.source import parse, source_path
from ftlib.grading.submission import Cell, Submission
from ftlib.grading.unit import tests_of


@dataclass(frozen=True)
class TaskScore:
    """One task: how many mutants there are, and what became of them.

    `equivalent` ones survive with a reason that stands in `equivalent.toml`.
    """

    task: str
    mutants: int
    killed: int
    timeout: int
    equivalent: int
    survivors: tuple[Mutant, ...]

    @property
    def score(self) -> float:
        """The share of mutants that lose points, among those that are wrong; 1 when none is."""
        wrong = self.mutants - self.equivalent
        return (self.killed + self.timeout) / wrong if wrong else 1.0


@dataclass(frozen=True)
class UnitScore:
    """A unit: its tasks, and what is wrong with `equivalent.toml`, one sentence each."""

    unit: str
    tasks: tuple[TaskScore, ...]
    problems: tuple[str, ...]


def mutation_score(
    unit: str,
    root: Path,
    task: str | None = None,
    progress: Callable[[int], Callable[[Verdict], None]] | None = None,
) -> UnitScore:
    """Try every mutant of a unit's reference answers against the tests of its task.

    Args:
        unit: the unit's name.
        root: the project's folder.
        task: this task only; all when None.
        progress: is told the number of mutants; what it returns is called after each of them.

    Raises:
        SourceError, UnitError: when the unit cannot be run at all.
        ImportError: when Cosmic Ray is not installed.
    """
    source = parse(source_path(root, unit))
    source.unit.task(task) if task else None
    cells = [cell.source for cell in source.notebook.cells if cell.cell_type == "code"]
    reference = Submission(
        source.path, tuple(Cell(f"cell {i}", text) for i, text in enumerate(cells, start=1))
    )
    found = [mutant for mutant in mutants(source) if task in (None, mutant.task)]
    verdicts = try_all(
        reference,
        [Answer(mutant.task, mutant.source) for mutant in found],
        [tests_of(root / "exercises" / unit, unit)],
        [hidden_tests(root, unit)],
        *([progress(len(found))] if progress else []),
    )
    outcomes = {
        mutant.digest: (mutant, verdict) for mutant, verdict in zip(found, verdicts, strict=True)
    }
    path = source.path.with_name("equivalent.toml")
    explained, problems = equivalents(path, task)
    problems += _about_equivalents(explained, outcomes)
    names = [each.name for each in source.unit.tasks if task in (None, each.name)]
    return UnitScore(
        unit, tuple(_score(name, outcomes, set(explained)) for name in names), tuple(problems)
    )


def equivalents(path: Path, task: str | None = None) -> tuple[dict[str, str], list[str]]:
    """Digest and reason of each mutant that is a right answer too, and what is wrong in the file.

    The file has a table a task: `digest = "the change: why no input can show it"`.
    """
    if not path.exists():
        return {}, []
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    explained: dict[str, str] = {}
    problems: list[str] = []
    for name, reasons in given.items():
        if task not in (None, name):
            continue
        for digest, reason in reasons.items():
            explained[digest] = reason
            if not isinstance(reason, str) or len(reason.split()) < 3:
                problems.append(f"{path.name}: {name}.{digest} has no reason; say why it is right")
    return explained, problems


def _about_equivalents(
    explained: dict[str, str], outcomes: dict[str, tuple[Mutant, Verdict]]
) -> list[str]:
    problems = []
    for digest in explained:
        if digest not in outcomes:
            problems.append(f"equivalent.toml: there is no mutant {digest} (any more); remove it")
        elif outcomes[digest][1].outcome != SURVIVED:
            verdict = outcomes[digest][1]
            how = f"fails {verdict.by}" if verdict.by else "hangs"
            problems.append(f"equivalent.toml: {digest} {how}, so it is not equivalent; remove it")
    return problems


def _score(
    task: str, outcomes: dict[str, tuple[Mutant, Verdict]], explained: set[str]
) -> TaskScore:
    own = [(mutant, verdict) for mutant, verdict in outcomes.values() if mutant.task == task]
    alive = [mutant for mutant, verdict in own if verdict.outcome == SURVIVED]
    survivors = tuple(mutant for mutant in alive if mutant.digest not in explained)
    timeout = sum(verdict.outcome == TIMEOUT for _, verdict in own)
    return TaskScore(
        task,
        len(own),
        len(own) - len(alive) - timeout,
        timeout,
        len(alive) - len(survivors),
        survivors,
    )
