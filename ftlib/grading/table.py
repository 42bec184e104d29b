"""Tables in the terminal: a graded submission, a student's progress."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from ftlib.grading.render import MARKS, title
from ftlib.grading.results import PASSED, UNTRIED, TaskResult, UnitResult
from ftlib.grading.student.progress import UnitProgress


def print_result(result: UnitResult, submission: str, console: Console | None = None) -> None:
    """Print tasks, points and total, then why tests failed, then notes.

    Text of a submission goes in as `Text`, so that none of it is read as markup.
    """
    console = console or Console()
    table = Table(title=Text(f"{submission}: {result.unit.title}"), title_justify="left")
    table.add_column("task")
    table.add_column("tests passed", justify="right")
    table.add_column("points", justify="right")
    for task in result.tasks:
        good = sum(test.outcome == PASSED for test in task.tests)
        points = f"{task.earned} of {task.task.points}"
        table.add_row(_name(task), f"{good} of {len(task.tests)}", points)
    table.add_section()
    table.add_row("total", "", f"{result.earned} of {result.unit.points}", style="bold")
    console.print(table)
    for task in result.tasks:
        for test in task.tests:
            if test.outcome not in (PASSED, UNTRIED):
                kind = ", hidden" if test.hidden else ""
                console.print(Text(f"✗ {task.task.name}{kind}: {title(test.name)}"))
                console.print(Text("    " + test.message.replace("\n", "\n    ")))
    for note in result.notes:
        console.print(Text(f"note: {note}"))


def _name(task: TaskResult) -> Text:
    state = PASSED if task.passed else UNTRIED if task.untried else "failed"
    return Text(f"{MARKS[state]} {task.task.name}")


def print_progress(rows: Sequence[UnitProgress], console: Console | None = None) -> None:
    """Print a student's progress: a row a unit with a bar, and the total."""
    console = console or Console()
    table = Table(title="progress", title_justify="left", box=box.SIMPLE_HEAD)
    for name in ("unit", "tasks", "points", "", "last attempt"):
        table.add_column(name, justify="right" if name in ("tasks", "points") else "left")
    for row in rows:
        table.add_row(
            Text(row.unit.name),
            f"{row.tasks} of {len(row.unit.tasks)}",
            f"{row.earned} of {row.unit.points}",
            ProgressBar(total=row.unit.points, completed=row.earned, width=12),
            row.last,
        )
    table.add_section()
    earned, points = sum(row.earned for row in rows), sum(row.unit.points for row in rows)
    done, tasks = sum(row.tasks for row in rows), sum(len(row.unit.tasks) for row in rows)
    table.add_row("total", f"{done} of {tasks}", f"{earned} of {points}", style="bold")
    console.print(table)
