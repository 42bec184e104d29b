"""`check` in a notebook: quick, quiet, the same each time, and never the answer."""

import time

import pytest

from ftlib.grading import start
from ftlib.grading.unit import UnitError


@pytest.fixture
def check(project, monkeypatch):
    """`check` of the toy unit over a namespace that a test fills."""
    monkeypatch.chdir(project / "exercises/toy")
    namespace: dict = {}
    made = start("toy", namespace)
    made.names = namespace
    return made


def answer(check, right):
    exec(right, check.names)


def test_a_right_answer(check, right, capsys):
    answer(check, right)
    check("mean_square")
    assert capsys.readouterr().out.splitlines() == [
        "✓ mean_square: 2 of 2 points",
        "  ✓ mean square of two entries [1.0]",
        "  ✓ mean square of two entries [3.0]",
        "  ✓ empty input is refused",
    ]
    check()
    assert capsys.readouterr().out.splitlines()[-1] == "total: 5 of 5 points"
    assert check.last.earned == 5


def test_a_failure_says_what_was_got_and_expected(check, right, capsys):
    answer(check, right)
    check.names["mean_square"] = lambda x: float((x * x).sum()) if len(x) else [][0]
    check("mean_square")
    out = capsys.readouterr().out
    assert "✗ mean_square: 0 of 2 points" in out
    assert "got      10 (float)" in out
    assert "expected 5 (float)" in out
    assert "got      IndexError: list index out of range" in out


def test_the_first_hint_comes_after_one_failure_and_the_second_after_three(check, capsys):
    check.names["centred"] = lambda x: x
    hints = []
    for _ in range(4):
        check("centred")
        hints.append(capsys.readouterr().out.count("hint: "))
    assert hints == [1, 1, 2, 2]


def test_the_stub_is_no_failure(check, capsys):
    def centred(x):
        raise NotImplementedError("Task centred: write your answer here")

    check.names["centred"] = centred
    for _ in range(3):
        check("centred")
    out = capsys.readouterr().out
    assert "○ centred: 0 of 3 points" in out
    assert "not attempted yet" in out
    assert "hint" not in out


def test_a_missing_function_is_named(check, capsys):
    check("centred")
    assert "there is no 'centred' yet" in capsys.readouterr().out


def test_an_unknown_task_is_answered_with_the_nearest(check):
    with pytest.raises(UnitError, match="did you mean 'centred'"):
        check("centered")


def test_an_unknown_unit(project, monkeypatch):
    monkeypatch.chdir(project)
    with pytest.raises(UnitError, match="did you mean 'toy'"):
        start("toi")


def test_output_is_the_same_each_time_and_quiet(check, right, capfd):
    answer(check, right.replace("return x -", "print('noise'); return x +"))
    seen = set()
    for _ in range(3):
        check("centred")
        out, err = capfd.readouterr()
        assert err == ""
        seen.add(out.split("  hint:")[0])
    assert len(seen) == 1
    assert "noise" not in seen.pop()


def test_names_are_looked_up_when_the_check_runs(check, right, capsys):
    answer(check, right)
    check("centred")
    check.names["centred"] = lambda x: x
    check("centred")
    out = capsys.readouterr().out
    assert "3 of 3" in out
    assert "0 of 3" in out


def test_start_finds_the_callers_names(project, monkeypatch, right, capsys):
    monkeypatch.chdir(project)
    exec(right + "\nfrom ftlib.grading import start\nstart('toy')()", {})
    assert "total: 5 of 5 points" in capsys.readouterr().out


def test_an_answer_within_a_second(check, right):
    answer(check, right)
    check()  # the first one imports pytest
    begin = time.perf_counter()
    check()
    assert time.perf_counter() - begin < 1.0


def test_html_is_escaped_and_says_the_same(check, right, monkeypatch):
    from ftlib.grading.render import as_html

    answer(check, right)
    check.names["centred"] = lambda x: "<script>"
    check("centred")
    page = as_html(check.last.tasks[1:], {"centred": ["a < b"]}, total=True)
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert "hint:</em> a &lt; b" in page
    assert "total: 0 of 3 points" in page


def test_in_jupyter_a_check_displays_html_and_text(project, right):
    import nbformat
    from nbclient import NotebookClient

    cells = [
        nbformat.v4.new_code_cell("from ftlib.grading import start\ncheck = start('toy')"),
        nbformat.v4.new_code_cell(right),
        nbformat.v4.new_code_cell("def centred(x):\n    y = x\n    return y / 'a'"),
        nbformat.v4.new_code_cell("check()"),
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    resources = {"metadata": {"path": str(project / "exercises/toy")}}
    NotebookClient(notebook, resources=resources, kernel_name="python3").execute()
    (output,) = notebook.cells[3].outputs
    assert output.output_type == "display_data"
    assert "total: 2 of 5 points" in output.data["text/plain"]
    assert "in centred, line 3 of its cell: return y / 'a'" in output.data["text/plain"]
    assert "total: 2 of 5 points" in output.data["text/html"]
