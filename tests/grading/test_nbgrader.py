"""The way to nbgrader: its source folder, and what `check` does in a notebook that it executes."""

import re

import nbformat
import pytest
from typer.testing import CliRunner

from ftlib.grading import cli, start
from ftlib.grading.source import parse, source_path, student_notebook
from ftlib.grading.student import attempts


def cleared(text: str) -> str:
    """What nbgrader's ClearSolutions makes of a cell: each region becomes its stub, indented."""
    return re.sub(
        r"^( *)### BEGIN SOLUTION\n.*?^ *### END SOLUTION$",
        r"\1raise NotImplementedError()",
        text,
        flags=re.MULTILINE | re.DOTALL,
    )


def test_the_exported_notebook_gives_the_same_stubs_there(project, tmp_path):
    run = CliRunner().invoke(
        cli.app, ["nbgrader", "toy", "--to", str(tmp_path), "--root", str(project)]
    )
    assert run.exit_code == 0, run.output
    folder = tmp_path / "source/toy"
    files = {path.name for path in folder.iterdir()}
    assert files == {"notebook.ipynb", "unit.json", "test_toy.py"}
    assert "ClearSolutions.code_stub" in (tmp_path / "nbgrader_config.py").read_text()
    exported = nbformat.read(folder / "notebook.ipynb", as_version=4)
    nbformat.validate(exported)
    ours = student_notebook(parse(source_path(project, "toy")))
    there = [cleared(cell.source) for cell in exported.cells]
    here = [re.sub(r"Error\(.*\)", "Error()", cell.source) for cell in ours.cells]
    assert there == here
    marks = [cell.metadata.get("nbgrader") for cell in exported.cells]
    assert marks == [cell.metadata.get("nbgrader") for cell in ours.cells]


def test_a_configuration_that_is_there_is_kept(project, tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("mine")
    CliRunner().invoke(cli.app, ["nbgrader", "--to", str(tmp_path), "--root", str(project)])
    assert (tmp_path / "nbgrader_config.py").read_text() == "mine"


def test_an_unknown_unit_is_named(project, tmp_path):
    arguments = ["nbgrader", "toi", "--to", str(tmp_path), "--root", str(project)]
    assert CliRunner().invoke(cli.app, arguments).exit_code == 1


def test_a_failed_check_raises_when_nbgrader_executes_and_only_then(project, monkeypatch, right):
    names: dict = {}
    exec(right, names)
    names["centred"] = lambda x: x
    monkeypatch.chdir(project / "exercises/toy")
    check = start("toy", names)
    check("centred")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    before = attempts.load(project / "exercises/toy")
    check("mean_square")
    with pytest.raises(AssertionError, match="not passed: centred"):
        check("centred")
    with pytest.raises(AssertionError, match="not passed: centred"):
        check()
    assert attempts.load(project / "exercises/toy") == before


def test_an_untouched_stub_raises_there_too(project, monkeypatch):
    def centred(x):
        raise NotImplementedError("Task answer: write your answer here")

    monkeypatch.chdir(project / "exercises/toy")
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    check = start("toy", {"centred": centred})
    with pytest.raises(AssertionError, match="not passed: centred"):
        check("centred")
    assert check.last.of("centred").untried
