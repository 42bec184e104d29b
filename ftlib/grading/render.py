"""Show results: rich HTML in Jupyter, plain text elsewhere. Nothing shown differs by run."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

from ftlib.grading.results import FAILED, PASSED, UNTRIED, TaskResult, TestResult

MARKS = {PASSED: "✓", FAILED: "✗", UNTRIED: "○"}
_COLOURS = {PASSED: "#0072b2", FAILED: "#d55e00", UNTRIED: "#888888"}
Hints = Mapping[str, Sequence[str]]


def show(results: Sequence[TaskResult], hints: Hints, *, total: bool) -> None:
    """Display task results in a notebook, or print them."""
    text = as_text(results, hints, total=total)
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        print(text)
        return
    if get_ipython() is None:
        print(text)
        return
    page = as_html(results, hints, total=total)
    display({"text/plain": text, "text/html": page}, raw=True)


def title(name: str) -> str:
    """A test's name as words: `test_gradient_is_p[3]` reads `gradient is p [3]`."""
    words, bracket, rest = name.removeprefix("test_").partition("[")
    return words.replace("_", " ") + (f" [{rest}" if bracket else "")


def headline(result: TaskResult) -> str:
    """`✓ task: 2 of 2 points`."""
    task = result.task
    return f"{MARKS[_state(result)]} {task.name}: {result.earned} of {task.points} points"


def summary(results: Sequence[TaskResult]) -> str:
    """`total: 3 of 6 points`."""
    earned, points = sum(r.earned for r in results), sum(r.task.points for r in results)
    return f"total: {earned} of {points} points"


def as_text(results: Sequence[TaskResult], hints: Hints, *, total: bool) -> str:
    """Plain text: a line a task and a test, the message of each that did not pass, hints."""
    lines: list[str] = []
    for result in results:
        lines.append(headline(result))
        for test, message in _lines(result):
            lines.append(f"  {MARKS[test.outcome]} {title(test.name)}")
            lines += [f"      {line}" for line in message.splitlines()]
        lines += [f"  hint: {hint}" for hint in hints.get(result.task.name, ())]
    return "\n".join([*lines, summary(results)] if total else lines)


def as_html(results: Sequence[TaskResult], hints: Hints, *, total: bool) -> str:
    """The same as HTML; readable on light and dark pages (colours are on marks only)."""
    parts = [_task_html(result, hints.get(result.task.name, ())) for result in results]
    if total:
        parts.append(f"<p><strong>{summary(results)}</strong></p>")
    return f'<div class="ftlib-check">{"".join(parts)}</div>'


def _task_html(result: TaskResult, hints: Sequence[str]) -> str:
    state = _state(result)
    rows = [
        f"<p style='margin:.3em 0'><strong style='color:{_COLOURS[state]}'>"
        f"{html.escape(headline(result))}</strong></p>"
    ]
    for test, message in _lines(result):
        mark = f"<span style='color:{_COLOURS[test.outcome]}'>{MARKS[test.outcome]}</span>"
        rows.append(f"<div style='margin-left:1em'>{mark} {html.escape(title(test.name))}</div>")
        if message:
            rows.append(f"<pre style='margin:.2em 0 .4em 2.5em'>{html.escape(message)}</pre>")
    for hint in hints:
        rows.append(f"<div style='margin-left:1em'><em>hint:</em> {html.escape(hint)}</div>")
    return "".join(rows)


def _state(result: TaskResult) -> str:
    return PASSED if result.passed else UNTRIED if result.untried else FAILED


def _lines(result: TaskResult) -> list[tuple[TestResult, str]]:
    """Tests with their messages; one line stands for all when the stub is untouched."""
    if result.untried:
        first = next(test for test in result.tests if test.outcome == UNTRIED)
        return [(first, "not attempted yet: write your answer in the cell above and run it")]
    return [(test, test.message) for test in result.tests]
