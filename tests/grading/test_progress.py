"""Attempts are kept beside the notebook and shown; no crash and no damaged file loses any."""

import datetime
import json
import threading
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from ftlib.cli import app
from ftlib.grading import progress
from ftlib.grading.results import FAILED, PASSED, UNTRIED, TaskResult, TestResult
from ftlib.grading.session import Check
from ftlib.grading.student import attempts
from ftlib.grading.student.progress import Progress, as_html, as_text, exercises_folder, gather
from ftlib.grading.unit import Task, Unit, UnitError

NOON = datetime.datetime(2026, 3, 2, 12, 0).astimezone()


def result(task: str, *outcomes: str) -> TaskResult:
    made = Task(task, 3, 5, ("a", "b"))
    return TaskResult(made, tuple(TestResult(f"test_{i}", task, o) for i, o in enumerate(outcomes)))


def test_attempts_are_counted_and_kept(tmp_path):
    attempts.record(tmp_path, [result("a", PASSED, FAILED), result("b", PASSED)], NOON)
    attempts.record(tmp_path, [result("a", FAILED, FAILED)], NOON + datetime.timedelta(hours=1))
    kept = attempts.load(tmp_path)
    assert kept["a"] == attempts.Attempt(0, 0, 2, 2, kept["a"].last)
    assert kept["b"] == attempts.Attempt(3, 1, 1, 0, kept["b"].last)
    assert datetime.datetime.fromisoformat(kept["b"].last) == NOON
    assert datetime.datetime.fromisoformat(kept["a"].last).hour == 13


def test_an_untouched_stub_and_a_task_without_tests_are_no_attempts(tmp_path):
    assert attempts.record(tmp_path, [result("a", UNTRIED, FAILED), result("b")]) == {}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "damage",
    ["", "{", "[]", '{"tasks": 3}', '{"tasks": {"a": {}}}', "\x00" * 30, "[" * 100_000,
     '{"tasks": {"a": {"earned": "3", "passed": 1, "tests": 1, "failures": 0, "last": "2026"}}}',
     '{"tasks": {"a": {"earned": 3, "passed": 1, "tests": 1, "failures": 0, "last": "soon"}}}'],
)  # fmt: skip
def test_a_damaged_file_is_set_aside_and_nothing_fails(tmp_path, damage):
    (tmp_path / attempts.FILE).write_text(damage)
    assert attempts.load(tmp_path) == {}
    assert set(attempts.record(tmp_path, [result("a", PASSED)])) == {"a"}
    assert set(attempts.load(tmp_path)) == {"a"}
    (aside,) = tmp_path.glob(".progress.damaged-*")
    assert aside.read_text() == damage


@given(st.binary(max_size=60))
@settings(deadline=None)
def test_no_bytes_make_reading_fail(tmp_path_factory, noise):
    folder = tmp_path_factory.mktemp("noise")
    (folder / attempts.FILE).write_bytes(noise)
    attempts.load(folder)


def test_a_write_that_is_cut_off_leaves_the_old_file(tmp_path, monkeypatch):
    attempts.record(tmp_path, [result("a", PASSED)])
    before = (tmp_path / attempts.FILE).read_bytes()
    monkeypatch.setattr(attempts.os, "replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        attempts.record(tmp_path, [result("a", FAILED)])
    assert (tmp_path / attempts.FILE).read_bytes() == before


def test_two_writers_lose_nothing(tmp_path):
    def write(name: str) -> None:
        for _ in range(15):
            attempts.record(tmp_path, [result(name, FAILED)])

    writers = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert {n: a.failures for n, a in attempts.load(tmp_path).items()} == dict.fromkeys("abc", 15)


def checked(project, right):
    names: dict = {}
    exec(right, names)
    check = Check("toy", names, project / "exercises/toy")
    names["mean_square"] = lambda x: 0.0
    check()
    return check


def test_check_keeps_its_attempts_and_hints_survive_a_restart(project, right, capsys):
    checked(project, right)
    checked(project, right)
    check = checked(project, right)
    capsys.readouterr()
    check("mean_square")
    assert capsys.readouterr().out.count("hint: ") == 2
    (row,) = gather(project / "exercises")
    assert (row.tasks, row.earned, row.attempts["mean_square"].failures) == (1, 3, 4)
    assert row.last.startswith(str(datetime.date.today().year))


def test_a_task_that_is_broken_again_counts_no_longer(project):
    folder = project / "exercises/toy"
    attempts.record(folder, [result("centred", PASSED)])
    assert gather(project / "exercises")[0].earned == 3
    attempts.record(folder, [result("centred", FAILED)])
    assert gather(project / "exercises")[0].earned == 0


def test_a_folder_that_cannot_be_written_is_no_fault(project, right, monkeypatch, capsys):
    def refuse(*_):
        raise PermissionError("read-only")

    monkeypatch.setattr(attempts, "record", refuse)
    checked(project, right)
    assert "total: 3 of 5 points" in capsys.readouterr().out


def test_the_terminal_shows_units_points_bar_and_total(project, right, monkeypatch):
    checked(project, right)
    monkeypatch.chdir(project / "exercises/toy")
    done = CliRunner().invoke(app, ["progress"])
    assert done.exit_code == 0, done.output
    line = next(line for line in done.output.splitlines() if line.strip().startswith("toy"))
    assert "1 of 2" in line
    assert "3 of 5" in line
    assert "━" in line
    assert str(datetime.date.today().year) in line


def test_no_exercises(tmp_path):
    done = CliRunner().invoke(app, ["progress", str(tmp_path)])
    assert done.exit_code == 1
    assert "there are no exercises" in done.output
    with pytest.raises(UnitError, match="start from their folder"):
        progress(tmp_path)


def test_the_folder_of_exercises_is_found_from_all_around(project):
    want = project / "exercises"
    for start_from in (project, want, want / "toy", project / "solutions/toy"):
        assert exercises_folder(start_from) == want


def test_a_damaged_unit_does_not_hide_the_others(project):
    (project / "exercises/broken").mkdir()
    (project / "exercises/broken/unit.json").write_text("{")
    assert [row.unit.name for row in gather(project / "exercises")] == ["toy"]


def test_text_and_html_say_the_same_and_are_escaped(project, right):
    checked(project, right)
    rows = gather(project / "exercises")
    odd = replace(rows[0], unit=replace(rows[0].unit, name="<b>"))
    assert "total: 1 of 2 tasks, 3 of 5 points" in as_text(rows)
    page = as_html([odd])
    assert "&lt;b&gt;" in page
    assert "<b>" not in page
    assert "width:60%" in page
    assert "total: 1 of 2 tasks, 3 of 5 points" in page
    assert "color:black" not in page.replace(" ", "")


def test_an_empty_course_is_shown():
    none = Unit("empty", "Empty", "c", (), 1, ())
    from ftlib.grading.student.progress import UnitProgress

    assert "total: 0 of 0 tasks" in as_text([])
    assert "0 of 0" in as_html([UnitProgress(none, {})])


def test_the_widget_looks_again_on_a_click(project, right):
    rows = lambda: gather(project / "exercises")  # noqa: E731
    box = Progress(rows)._widget()
    table, button = box.children
    assert "0 of 5" in table.value
    checked(project, right)
    button.click()
    assert "3 of 5" in table.value


def test_without_ipywidgets_there_is_a_table(project, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    bundle = progress(project)._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}


def test_in_jupyter_the_widget_and_the_table_are_both_sent(project):
    bundle = progress(project)._repr_mimebundle_()
    assert {"text/plain", "text/html", "application/vnd.jupyter.widget-view+json"} <= set(bundle)
    assert json.dumps(bundle)
