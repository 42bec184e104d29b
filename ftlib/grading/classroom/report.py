"""The page of a class for its teacher: tasks, common failures, time, similar submissions."""

from __future__ import annotations

import math
import statistics as stats
from collections.abc import Mapping, Sequence

from ftlib.grading.classroom.charts import bars, histogram
from ftlib.grading.classroom.gradebook import Row, figure, notes
from ftlib.grading.classroom.pages import name, page, table, text
from ftlib.grading.classroom.similar import Pair
from ftlib.grading.classroom.statistics import (
    Failure,
    TaskStatistics,
    common_failures,
    task_statistics,
)

_FAILURES = 30
_AROUND = 1  # lines shown around those in common


def report(
    rows: Sequence[Row],
    seconds: Mapping[str, float],
    pairs: Sequence[Pair],
    texts: Mapping[str, str],
    left_out: Sequence[str],
    protections: Sequence[str],
) -> str:
    """The page of one unit.

    Args:
        rows: its grade book.
        seconds: what grading took, by student.
        pairs: similar submissions.
        texts: the code of each student named in `pairs`.
        left_out: files that were not graded, and why.
        protections: what kept the submissions from the machines that graded them.
    """
    unit = rows[0].unit
    numbers = task_statistics(rows)
    parts = [
        f"<h1>{text(unit.title)}: report of the class</h1>",
        _summary(rows),
        _figures(rows, numbers),
        "<h2>Tasks</h2>",
        _tasks(numbers),
        "<h2>Common failures</h2>",
        _failures(common_failures(rows)),
        "<h2>Similar submissions</h2>",
        *_pairs(pairs, texts),
        "<h2>To look at</h2>",
        _to_look_at(rows, left_out),
        "<h2>Time</h2>",
        _times(seconds),
        "<h2>Protection</h2>",
        *(f"<p>{text(each)}</p>" for each in protections),
    ]
    return page(f"{unit.title}: report of the class", parts)


def _summary(rows: Sequence[Row]) -> str:
    graded = [row for row in rows if not row.failure]
    points = sorted(float(row.final) for row in graded)
    if not points:
        return f"<p>{len(rows)} submissions, none of which could be graded.</p>"
    late = sum(row.days_late > 0 for row in rows)
    return (
        f"<p>{len(rows)} submissions, {len(graded)} graded, {late} late. Points of "
        f"{rows[0].unit.points}: mean {stats.mean(points):.1f}, median {stats.median(points):.1f}, "
        f"from {points[0]:g} to {points[-1]:g}.</p>"
    )


def _figures(rows: Sequence[Row], numbers: Sequence[TaskStatistics]) -> str:
    points = [float(row.final) for row in rows if not row.failure]
    names = [each.task for each in numbers]
    tried, solved = [each.tried for each in numbers], [each.solved for each in numbers]
    columns = histogram(points, rows[0].unit.points)
    return f'<div class="pair">{columns}{bars(names, tried, solved)}</div>'


def _tasks(numbers: Sequence[TaskStatistics]) -> str:
    rows = [
        [
            text(each.task),
            str(each.points),
            _percent(each.tried),
            _percent(each.solved),
            "–" if math.isnan(each.discrimination) else f"{each.discrimination:.2f}",
            _advice(each),
        ]
        for each in numbers
    ]
    head = ["task", "points", "tried", "solved", "discrimination", ""]
    note = (
        "<p>Discrimination is the correlation of solving the task with the points in all others: "
        "near 0, the task does not tell who knows the rest; below 0, look at its tests.</p>"
    )
    return table(head, rows, numbers=(1, 2, 3, 4)) + note


def _advice(each: TaskStatistics) -> str:
    if each.discrimination < 0:
        return "stronger students fail it: are its tests right?"
    if each.solved < 0.2:
        return "hard: few solve it"
    return "easy: nearly all solve it" if each.solved > 0.95 else ""


def _percent(share: float) -> str:
    return "–" if math.isnan(share) else f"{100 * share:.0f} %"


def _failures(failures: Sequence[Failure]) -> str:
    if not failures:
        return "<p>No test failed.</p>"
    rows = [
        [
            str(len(each.students)),
            f"{name(each.task)}<br>{name(each.test)}{' (hidden)' if each.hidden else ''}",
            f"<pre>{text(each.message)}</pre>",
            text(_some(each.students)),
        ]
        for each in failures[:_FAILURES]
    ]
    head = ["students", "test", "what it says (numbers as #)", "who"]
    return table(head, rows, numbers=(0,), wide=(1,))


def _some(students: Sequence[str], most: int = 8) -> str:
    more = f" and {len(students) - most} more" if len(students) > most else ""
    return ", ".join(students[:most]) + more


def _pairs(pairs: Sequence[Pair], texts: Mapping[str, str]) -> list[str]:
    if not pairs:
        return ["<p>None.</p>"]
    parts = [
        "<p>These pairs share much code after names, comments and layout are taken away, beside "
        "what the unit gives and what much of the class has. There are many reasons for that; "
        "nothing here is a judgement, and no grade depends on it.</p>"
    ]
    for pair in pairs:
        sides = "".join(
            f"<div>{text(student)}<pre>{_marked(texts[student], lines)}</pre></div>"
            for student, lines in zip(pair.students, pair.lines, strict=True)
        )
        one, other = (text(student) for student in pair.students)
        parts.append(
            f"<details><summary>{one} – {other}: {100 * pair.score:.0f} % of what is particular to "
            f'the smaller one, {pair.shared} passages</summary><div class="pair">{sides}</div>'
            "</details>"
        )
    return parts


def _marked(code: str, lines: frozenset[int]) -> str:
    """The lines in common, marked, with a line around them; the rest as `⋯`."""
    shown, gap = [], False
    for number, line in enumerate(code.splitlines(), start=1):
        if number in lines:
            shown.append(f"<mark>{text(line)}</mark>")
        elif any(number + k in lines for k in range(-_AROUND, _AROUND + 1)):
            shown.append(text(line))
        elif not gap:
            shown.append("⋯")
        gap = shown[-1] == "⋯"
    return "\n".join(shown)


def _to_look_at(rows: Sequence[Row], left_out: Sequence[str]) -> str:
    lines = [f"{row.student}: {notes(row)}" for row in rows if notes(row)]
    lines += [
        f"{row.student} handed in several files; {row.file} counts, not {', '.join(row.others)}"
        for row in rows
        if row.others
    ]
    lines += [
        f"{row.student} is {row.days_late} begun days late: −{figure(row.percent)} %"
        for row in rows
        if row.days_late
    ]
    lines += [f"left out: {each}" for each in left_out]
    items = "".join(f"<li>{text(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else "<p>Nothing.</p>"


def _times(seconds: Mapping[str, float]) -> str:
    if not seconds:
        return "<p>Nothing was graded.</p>"
    longest = sorted(seconds, key=lambda student: -seconds[student])[:5]
    slow = ", ".join(f"{text(each)} {seconds[each]:.1f} s" for each in longest)
    return (
        f"<p>Grading a submission took {stats.median(seconds.values()):.2f} s (median), "
        f"{sum(seconds.values()):.0f} s in all. Longest: {slow}.</p>"
    )
