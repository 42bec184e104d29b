"""The page a student gets back: points, what each test found, what lateness cost. No answer."""

from __future__ import annotations

from typing import Any

from ftlib.grading.classroom.gradebook import Row, figure
from ftlib.grading.classroom.pages import page, table, text
from ftlib.grading.classroom.platforms import test_lines
from ftlib.grading.results import PASSED, UNTRIED


def feedback(row: Row) -> str:
    """The HTML page of one student's unit.

    Of a hidden test it tells the name and the outcome and not the message, which holds inputs.
    """
    who = row.name or row.student
    parts = [
        f"<h1>{text(row.unit.title)}</h1>",
        f"<p>{text(who)} · {text(row.file)} · handed in {text(_when(row))}</p>",
        *_verdict(row),
    ]
    if not row.failure:
        parts.append(_points(row))
        parts += [_task(task, row) for task in row.result["tasks"]]
    if row.result["notes"] and not row.failure:
        notes = "".join(f"<li><pre>{text(note)}</pre></li>" for note in row.result["notes"])
        parts.append(f"<h2>Notes on the submission</h2><ul>{notes}</ul>")
    if row.others:
        others = ", ".join(text(each) for each in row.others)
        parts.append(f"<p>The latest of several submissions counts. Earlier ones: {others}</p>")
    return page(f"{row.unit.title}: {who}", parts)


def _when(row: Row) -> str:
    return f"{row.when:%Y-%m-%d %H:%M} UTC (time from: {row.clock})"


def _verdict(row: Row) -> list[str]:
    if row.failure:
        return [f'<p class="bad">This submission could not be graded: {text(row.failure)}</p>']
    points = f"{row.earned} of {row.unit.points} points"
    lines = [f"<p><strong>{points}</strong></p>"]
    if row.percent:
        lines = [
            f"<p><strong>{figure(row.final)} of {row.unit.points} points</strong>: {points}, less "
            f"{figure(row.percent)} % for {row.days_late} begun days after the due date</p>"
        ]
    return lines


def _points(row: Row) -> str:
    rows = [
        [
            f'<span class="{state(task)}">{text(task["task"])}</span>',
            f"{sum(test['outcome'] == PASSED for test in task['tests'])} of {len(task['tests'])}",
            f"{task['earned']} of {task['points']}",
        ]
        for task in row.result["tasks"]
    ]
    return table(["task", "tests passed", "points"], rows, numbers=(1, 2))


def state(task: dict[str, Any]) -> str:
    """`good`, `bad` or `idle` (not attempted)."""
    if task["earned"] == task["points"]:
        return "good"
    untried = any(test["outcome"] == UNTRIED for test in task["tests"])
    return "idle" if untried or not task["tests"] else "bad"


def _task(task: dict[str, Any], row: Row) -> str:
    kind = state(task)
    head = f'<h2 class="{kind}">{text(task["task"])}: {task["earned"]} of {task["points"]}</h2>'
    if kind == "idle":
        return head + "<p>Not attempted.</p>"
    body = f"<pre>{text(chr(10).join(test_lines(task)))}</pre>"
    hints = [known.hints for known in row.unit.tasks if known.name == task["task"]]
    if kind == "bad" and hints and hints[0]:
        body += f"<p><em>Hint:</em> {text(hints[0][0])}</p>"
    return head + body
