"""`check` on every unit of the course: within a second, and never a line of the answer."""

import ast
import contextlib
import io
import time
from pathlib import Path

import pytest

from ftlib.grading.build import course
from ftlib.grading.session import Check
from ftlib.grading.source import answer_lines, student_notebook
from ftlib.grading.student import attempts

ROOT = Path(__file__).parents[2]
SOURCES = course(ROOT)
every_unit = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.unit.name)
CPU_S = 1.0  # processor time: what a student waits for on a machine that does nothing else
TELLING = 16


@pytest.fixture(autouse=True)
def _no_traces(monkeypatch):
    """Nothing is kept beside the notebooks of the project; every hint has been earned."""
    failed = attempts.Attempt(0, 0, 1, 3, "2026-03-02T12:00:00+00:00")
    names = [task.name for source in SOURCES for task in source.unit.tasks]
    monkeypatch.setattr(attempts, "load", lambda _: dict.fromkeys(names, failed))
    monkeypatch.setattr(attempts, "record", lambda *_: {})


def namespace(cells) -> dict:
    """What a notebook's cells define, without `start` and the checks."""
    names: dict = {}
    for cell in cells:
        if cell.cell_type != "code":
            continue
        body = [node for node in ast.parse(cell.source).body if not _is_check(node)]
        exec(compile(ast.Module(body, []), "<cell>", "exec"), names)
    return names


def _is_check(node) -> bool:
    text = ast.unparse(node)
    return text.startswith(("check(", "check = start(", "from ftlib.grading import start"))


def checked(source, names, task: str) -> str:
    check = Check(source.unit.name, names, ROOT / "exercises" / source.unit.name)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        check(task)
    return said.getvalue()


@every_unit
def test_each_task_is_checked_within_a_second(source):
    names = namespace(source.notebook.cells)
    check = Check(source.unit.name, names, ROOT / "exercises" / source.unit.name)
    with contextlib.redirect_stdout(io.StringIO()):
        check()  # the first one imports pytest
        for task in source.unit.tasks:
            begin = time.process_time()
            check(task.name)
            assert time.process_time() - begin < CPU_S, task.name
            assert check.last.of(task.name).passed, task.name


@every_unit
def test_no_check_prints_a_line_of_the_answer(source):
    """Said about the stub and about a wrong answer to each task, with every hint."""
    folder = ROOT / "solutions" / source.unit.name / "wrong"
    reference = namespace(source.notebook.cells)
    stubs = namespace(student_notebook(source).cells)
    lines = {line for _, line in answer_lines(source) if len(line) >= TELLING}
    wrong: dict[str, Path] = {}
    for path in sorted(folder.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        loses = next(ast.literal_eval(n.value) for n in tree.body if isinstance(n, ast.Assign)
                     and getattr(n.targets[0], "id", "") == "LOSES")  # fmt: skip
        wrong.setdefault(loses, path)
    for task in source.unit.tasks:
        names = dict(reference)
        exec(compile(wrong[task.name].read_text(encoding="utf-8"), "<cell>", "exec"), names)
        for said in (checked(source, stubs, task.name), checked(source, names, task.name)):
            assert f" {task.name}: " in said
            assert [line for line in lines if line in said] == []


def test_what_a_check_prints_can_show_a_leak(monkeypatch):
    """The test above would notice: a hint that is the answer is found."""
    from dataclasses import replace

    source = SOURCES[0]
    task = source.unit.tasks[0]
    line = next(line for name, line in answer_lines(source) if name == task.name)
    leaky = replace(task, hints=(line, line))
    monkeypatch.setattr(
        "ftlib.grading.session.load", lambda _: replace(source.unit, tasks=(leaky,))
    )
    said = checked(source, {task.functions[0]: lambda *_, **__: None}, task.name)
    assert line in said
