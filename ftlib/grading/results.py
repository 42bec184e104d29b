"""What a run of tests found: one record a test, a task, and a unit."""

from __future__ import annotations

from dataclasses import dataclass, field

from ftlib.grading.unit import Task, Unit

PASSED, FAILED, UNTRIED = "passed", "failed", "not attempted"


@dataclass(frozen=True)
class TestResult:
    """One test: `outcome` is passed, failed or not attempted; `message` says why not passed."""

    __test__ = False  # not for pytest to collect

    name: str
    task: str
    outcome: str
    message: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class TaskResult:
    """One task: its points are earned when it has tests and all of them passed."""

    task: Task
    tests: tuple[TestResult, ...]

    @property
    def passed(self) -> bool:
        """Whether all tests passed; a task without tests has not passed."""
        return bool(self.tests) and all(test.outcome == PASSED for test in self.tests)

    @property
    def untried(self) -> bool:
        """Whether the answer is still the stub."""
        return any(test.outcome == UNTRIED for test in self.tests)

    @property
    def earned(self) -> int:
        """All points or none."""
        return self.task.points if self.passed else 0


@dataclass(frozen=True)
class UnitResult:
    """All tasks of a unit, and notes on the submission (cells that failed, doubled names)."""

    unit: Unit
    tasks: tuple[TaskResult, ...]
    notes: tuple[str, ...] = field(default=())
    strays: frozenset[str] = field(default=frozenset())  # tasks that tests name and nobody has

    @property
    def earned(self) -> int:
        """Points over all tasks."""
        return sum(task.earned for task in self.tasks)

    def of(self, name: str) -> TaskResult:
        """The result of one task; UnitError when there is no such task."""
        self.unit.task(name)
        return next(result for result in self.tasks if result.task.name == name)


def gather(unit: Unit, tests: list[TestResult], notes: tuple[str, ...] = ()) -> UnitResult:
    """Sort tests to their tasks, in the unit's order."""
    return UnitResult(
        unit,
        tuple(
            TaskResult(task, tuple(test for test in tests if test.task == task.name))
            for task in unit.tasks
        ),
        notes,
        frozenset(test.task for test in tests) - {task.name for task in unit.tasks},
    )
