"""A graded submission as a table in the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ftlib.grading.render import MARKS, title
from ftlib.grading.results import PASSED, UNTRIED, TaskResult, UnitResult


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
