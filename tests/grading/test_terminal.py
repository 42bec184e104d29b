"""`pytest exercises/<unit>` and `ftlib grade`, run as a student and an instructor would."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from ftlib.grading import cli
from ftlib.grading.classroom.cli import grade

EXERCISES = Path(__file__).parents[2] / "exercises"


@pytest.fixture
def run_pytest(project):
    """Run pytest on the unit in a fresh process; returns its exit code and output."""
    shutil.copy(EXERCISES / "conftest.py", project / "exercises")

    def run(*arguments: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "pytest", "exercises/toy", "--disable-plugin-autoload"]
        done = subprocess.run(
            [*command, *arguments], cwd=project, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    return run


def test_the_pristine_notebook_is_not_attempted_yet(run_pytest):
    code, out = run_pytest()
    assert code == 1
    assert "not attempted yet" in out
    assert "Traceback" not in out
    assert "○ centred: 0 of 3 points" in out
    assert "total: 0 of 5 points" in out


def test_a_submission_is_tested_in_its_place(run_pytest, notebook, right):
    path = notebook(right, "def centred(x):\n    return 2 * x")
    code, out = run_pytest("--submission", str(path))
    assert code == 1
    assert "expected list of 3: [-2.0, -1.0, 3.0]" in out
    assert "total: 2 of 5 points" in out
    code, out = run_pytest(f"--submission={notebook(right)}", "-k", "centred")
    assert code == 0
    assert "✓ centred: 3 of 3 points" in out


@pytest.fixture
def command():
    app = typer.Typer()
    app.add_typer(cli.app, name="exercises")
    app.command("grade")(grade)
    return lambda *arguments: CliRunner().invoke(app, [str(a) for a in arguments])


def test_grade_writes_a_table_and_a_record(command, project, notebook, right, tmp_path):
    path = notebook(right, "def centred(x):\n    return '[red]' + 'no'")
    record = tmp_path / "out.json"
    done = command("grade", path, "--unit", "toy", "--root", project, "--output", record)
    assert done.exit_code == 0, done.output
    assert "2 of 5" in done.output
    assert "[red]no" in done.output
    kept = json.loads(record.read_text())
    assert [kept["earned"], kept["points"], len(kept["tasks"])] == [2, 5, 2]


def test_the_record_may_go_into_a_folder(command, project, notebook, right, tmp_path):
    folder = tmp_path / "records"
    folder.mkdir()
    path = notebook(right, "x = 1")
    done = command("grade", path, "--unit", "toy", "--root", project, "--output", folder)
    assert done.exit_code == 0, done.output
    assert [each.name for each in folder.iterdir()] == [f"{path.stem}.toy.grade.json"]


def test_grade_of_no_submission_gives_no_points_and_says_why(command, project, tmp_path):
    folder = tmp_path / "toy"
    folder.mkdir()
    (folder / "notebook.ipynb").write_text("hello")
    record = tmp_path / "out.json"
    done = command("grade", folder, "--root", project, "--output", record)
    assert done.exit_code == 0, done.output
    assert "is not a notebook" in done.output
    assert json.loads(record.read_text())["earned"] == 0


def test_grade_of_an_unknown_unit(command, project, notebook):
    done = command("grade", notebook("x = 1"), "--root", project, "--unit", "toi")
    assert done.exit_code == 1


def test_build_drift_and_audit(command, project):
    assert "toy: up to date" in command("exercises", "build", "--root", project).output
    assert command("exercises", "check-drift", "--root", project).exit_code == 0
    (project / "exercises/toy/README.md").write_text("old")
    done = command("exercises", "check-drift", "--root", project)
    assert done.exit_code == 1
    assert "run `make exercises`" in done.output
    assert "toy: README.md" in command("exercises", "build", "--root", project).output
    done = command("exercises", "audit", "toy", "--root", project)
    assert (done.exit_code, done.output.strip()) == (0, "toy: sound")


def test_the_terminal_gives_hints_and_keeps_attempts_as_check_does(run_pytest, project):
    path = project / "exercises/toy/notebook.ipynb"
    book = json.loads(path.read_text())
    for cell in book["cells"]:
        if "def centred" in "".join(cell["source"]):
            cell["source"] = "def centred(x):\n    return x"
    path.write_text(json.dumps(book))
    assert run_pytest()[1].count("hint: ") == 1
    run_pytest("-k", "test_centred_values")  # a part of a task is no attempt
    run_pytest(f"--submission={path}")  # perhaps somebody else's
    kept = json.loads((project / "exercises/toy/.progress.json").read_text())["tasks"]
    assert list(kept) == ["centred"]
    assert (kept["centred"]["failures"], kept["centred"]["passed"]) == (1, 1)


def test_a_folder_of_several_is_a_class_and_gradescope_gets_its_results(
    command, project, notebook, right, tmp_path
):
    folder, results = tmp_path / "class", tmp_path / "results.json"
    for student in ("ann", "ben"):
        (folder / student).mkdir(parents=True)
        shutil.copy(notebook(right, f"# {student}"), folder / student / "toy.ipynb")
    done = command("grade", folder, "--root", project, "--output", tmp_path / "out", "--jobs", "1")
    assert done.exit_code == 0, done.output
    assert "2 submissions; 2 graded now, 0 as recorded" in done.output
    assert "toy: 2 students, mean 5.0 of 5 points" in done.output
    assert (tmp_path / "out" / "toy" / "feedback" / "ann.html").exists()
    done = command(
        *("grade", folder / "ann", "--unit", "toy", "--root", project, "--output", tmp_path),
        *("--gradescope", results),
    )
    assert done.exit_code == 0, done.output
    assert json.loads(results.read_text())["score"] == 5.0
