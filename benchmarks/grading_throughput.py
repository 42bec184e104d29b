"""Submissions graded a minute: ours, nbgrader, otter and a pytest process each.

Run: python benchmarks/grading_throughput.py [--quick] [--environments FOLDER]. Every grader gets
the same three functions, the same nine checks and the same answers (right, wrong and unusual ones).
The peers are installed from PyPI into environments of their own, in a temporary folder unless one
is given, and take torch from this project's. To reach, with the sandbox on: 800 a minute, 60 times
nbgrader, at most 600 MB over all processes.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
import torch
from grading_class import UNIT, answers, notebook, project, submissions
from measuring import table, write
from nbformat.v4 import new_code_cell, new_notebook
from watching import Watched, watched

JOBS = min(2, os.cpu_count() or 1)
COUNTS = {"ftlib": 200, "nbgrader 0.9.6": 20, "otter-grader 7.0.0": 5, "pytest, a process each": 10}
QUICK = {"ftlib": 40, "nbgrader 0.9.6": 4, "otter-grader 7.0.0": 2, "pytest, a process each": 4}
POINTS = {"softmax": 3, "cross_entropy": 3, "descend": 4}
# The unit's tests as the peers need them: plain assertions.
CHECKS = {
    "softmax": """\
z = torch.tensor([[0.0, math.log(3.0)]], dtype=torch.float64)
assert torch.allclose(softmax(z), torch.tensor([[0.25, 0.75]], dtype=torch.float64))
z = torch.tensor([[1000.0, 1000.0]], dtype=torch.float64)
assert torch.allclose(softmax(z), torch.tensor([[0.5, 0.5]], dtype=torch.float64))
z = torch.randn(5, 7, dtype=torch.float64)
assert torch.allclose(softmax(z), torch.softmax(z, dim=1))""",
    "cross_entropy": """\
four = torch.tensor(math.log(4.0), dtype=torch.float64)
z, labels = torch.zeros(3, 4, dtype=torch.float64), torch.tensor([0, 1, 3])
assert torch.allclose(cross_entropy(z, labels), four)
z = torch.tensor([[0.0, 0.0], [0.0, math.log(3.0)]], dtype=torch.float64)
want = torch.tensor((math.log(2) + math.log(4 / 3)) / 2, dtype=torch.float64)
assert torch.allclose(cross_entropy(z, torch.tensor([0, 1])), want)
z, labels = torch.randn(6, 5, dtype=torch.float64), torch.randint(0, 5, (6,))
assert torch.allclose(cross_entropy(z, labels), torch.nn.functional.cross_entropy(z, labels))""",
    "descend": """\
w, x = torch.tensor([2.0], dtype=torch.float64), torch.tensor([[3.0]], dtype=torch.float64)
got = descend(w, x, torch.tensor([0.0], dtype=torch.float64), 0.1)
assert torch.allclose(got, torch.tensor([-1.6], dtype=torch.float64))
w, x = torch.tensor([2.0, 1.0], dtype=torch.float64), torch.eye(2, dtype=torch.float64)
before = w.clone()
descend(w, x, torch.zeros(2, dtype=torch.float64), 0.5)
assert torch.equal(w, before)
x, w, y = (torch.randn(*shape, dtype=torch.float64) for shape in ((8, 3), (3,), (8,)))
want = w - 0.1 * 2 / 8 * x.T @ (x @ w - y)
assert torch.allclose(descend(w, x, y, 0.1), want)""",
}
START = "import math\nimport torch"


@dataclass(frozen=True)
class Run:
    """A grader's run over `count` submissions; `points` are those it gave, by student."""

    count: int
    watched: Watched
    points: dict[str, float]

    @property
    def rate(self) -> float:
        """Submissions a minute."""
        return 60 * self.count / self.watched.seconds


def ours(folder: Path, root: Path, count: int) -> Run:
    """`ftlib grade` as an instructor runs it, from start to all files written."""
    template = json.loads((root / "exercises" / UNIT / "notebook.ipynb").read_text())
    (folder / "class").mkdir()
    for student, code, _ in submissions(root, count):
        text = notebook(template, code, student)
        (folder / "class" / f"{student}.ipynb").write_text(text)
    command = [sys.executable, "-c", "from ftlib.cli import main; main()", "grade", "class"]
    command += ["--root", str(root), "--jobs", str(JOBS), "--output", "out", "--require-sandbox"]
    run = checked(watched(command, folder))
    with (folder / "out" / UNIT / "gradebook.csv").open() as file:
        points = {row["student"]: float(row["earned"]) for row in csv.DictReader(file)}
    return Run(count, run, points)


def nbgrader(folder: Path, root: Path, count: int, python: Path) -> Run:
    """`nbgrader autograde`; making the assignment is not timed."""
    source = folder / "course" / "source" / UNIT
    source.mkdir(parents=True)
    cells = [_nbgrader_cell("start", START, grade=False, solution=False)]
    for task, code in {task: each[0][1] for task, each in answers(root).items()}.items():
        cells.append(_nbgrader_cell(task, code, grade=False, solution=True))
        check = f"import math\nimport torch\n{CHECKS[task]}"
        cells.append(_nbgrader_cell(f"check_{task}", check, grade=True, solution=False))
    made = new_notebook(cells=cells)
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(made, source / "notebook.ipynb")
    course, env = folder / "course", _environment(folder, python)
    base = [str(python), "-m", "nbgrader"]
    checked(watched([*base, "generate_assignment", UNIT, "--create"], course, env))
    released = nbformat.read(course / "release" / UNIT / "notebook.ipynb", as_version=4)
    for student, code, _ in submissions(root, count):
        target = course / "submitted" / student / UNIT
        target.mkdir(parents=True)
        for cell in released.cells:
            name = cell.metadata["nbgrader"]["grade_id"]
            cell.source = f"# {student}\n{code[name]}" if name in code else cell.source
        nbformat.write(released, target / "notebook.ipynb")
    # A student's error is reported as a failure of the run: the data base says what was earned.
    run = watched([*base, "autograde", UNIT, "--create"], course, env)
    checked(watched([*base, "export", "--to", "grades.csv"], course, env))
    with (course / "grades.csv").open() as file:
        points = {row["student_id"]: float(row["raw_score"]) for row in csv.DictReader(file)}
    return Run(count, run, points)


def _nbgrader_cell(name: str, code: str, *, grade: bool, solution: bool) -> nbformat.NotebookNode:
    mark: dict[str, object] = {"grade_id": name, "schema_version": 3, "task": False}
    mark |= {"grade": grade, "solution": solution, "locked": not solution}
    if grade:
        mark["points"] = POINTS[name.removeprefix("check_")]
    return new_code_cell(code, metadata={"nbgrader": mark})


def otter(folder: Path, root: Path, count: int, python: Path) -> Run:
    """`otter run` for each submission; making the autograder is not timed."""
    work, env = folder / "otter", _environment(folder, python)
    (work / "tests").mkdir(parents=True)
    for task, code in CHECKS.items():
        lines = [f">>> {line}" for line in f"import math\nimport torch\n{code}".splitlines()]
        case = {"code": "\n".join(lines), "hidden": False, "locked": False}
        suite = {"cases": [case], "scored": True, "setup": "", "teardown": "", "type": "doctest"}
        test = {"name": task, "points": POINTS[task], "suites": [suite]}
        text = f"OK_FORMAT = True\ntest = {test!r}\n"
        (work / "tests" / f"{task}.py").write_text(text)
    base = [str(python), "-m", "otter"]
    command = [*base, "generate", "-t", "tests", "-o", "autograder.zip", "--no-environment"]
    checked(watched(command, work, env))
    names = []
    for student, code, _ in submissions(root, count):
        made = new_notebook(cells=[new_code_cell(START), *map(new_code_cell, code.values())])
        made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(made, work / f"{student}.ipynb")
        (work / student).mkdir()
        names.append(student)
    script = (
        "import subprocess, sys\nfor name in sys.argv[1:]:\n    subprocess.run([sys.executable, "
        "'-m', 'otter', 'run', '-a', 'autograder.zip', '-o', name, '--no-logo', "
        "f'{name}.ipynb'], check=True)"
    )
    run = checked(watched([str(python), "-c", script, *names], work, env))
    points = {}
    for name in names:
        given = json.loads((work / name / "results.json").read_text())
        points[name] = sum(float(each.get("score", 0)) for each in given["tests"])
    return Run(count, run, points)


def pytest_each(folder: Path, root: Path, count: int) -> Run:
    """A fresh `pytest` for each submission, tests and answers in one process."""
    work = folder / "pytest"
    work.mkdir()
    tests = "".join(
        f"def test_{task}():\n" + "".join(f"    {line}\n" for line in code.splitlines()) + "\n\n"
        for task, code in CHECKS.items()
    )
    names = []
    for student, code, _ in submissions(root, count):
        (work / f"{student}.py").write_text("\n\n".join([START, *code.values()]))
        text = f"{START}\nfrom {student} import *\n\n\n{tests}"
        (work / f"test_{student}.py").write_text(text)
        names.append(student)
    script = (
        "import subprocess, sys\nfor name in sys.argv[1:]:\n    subprocess.run([sys.executable, "
        "'-m', 'pytest', '-q', '-p', 'no:cacheprovider', '-o', 'addopts=', "
        "f'--junitxml={name}.xml', f'test_{name}.py'])"
    )
    run = checked(watched([sys.executable, "-c", script, *names], work))
    points = {}
    for name in names:
        text = (work / f"{name}.xml").read_text()
        points[name] = float(
            sum(worth for task, worth in POINTS.items() if _passed(text, f"test_{task}"))
        )
    return Run(count, run, points)


def _passed(report: str, test: str) -> bool:
    """Whether JUnit's report has the test as an element without a failure inside."""
    _, _, rest = report.partition(f'name="{test}"')
    return rest.partition(">")[0].endswith("/")


def environment(folder: Path, requirement: str) -> Path:
    """The interpreter of an environment that has `requirement`, and torch from this project."""
    home = folder / requirement.replace("==", "-")
    python = home / "bin" / "python"
    if not python.exists():
        print(f"· installing {requirement}", flush=True)
        venv.create(home, with_pip=True)
        command = [str(python), "-m", "pip", "install", "--quiet", requirement, "ipykernel"]
        subprocess.run(command, check=True)
    (site,) = home.glob("lib/python*/site-packages")
    (site / "torch_of_the_project.pth").write_text(f"{Path(torch.__file__).parents[1]}\n")
    return python


def _environment(folder: Path, python: Path) -> dict[str, str]:
    """The peers' environment variables: this user's settings and kernels stay out."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    path = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
    return {"PATH": path, "HOME": str(home), "OMP_NUM_THREADS": "1", "LANG": "C.UTF-8"}


def checked(run: Watched) -> Watched:
    """The run, or an error with its output."""
    if run.code:
        raise RuntimeError(f"exit code {run.code}:\n{run.output[-4000:]}")
    return run


def compiled() -> bool:
    """Whether torch's bytecode is there: without, its first import takes twice as long."""
    return any((Path(torch.__file__).parent / "__pycache__").glob("*.pyc"))


def row(name: str, run: Run, worth: dict[str, int], base: float) -> dict[str, object]:
    """A line of the table. Wrong grades are those that differ from what the answers are worth."""
    used = run.watched
    return {
        "grader": name,
        "submissions": run.count,
        "seconds": round(used.seconds, 2),
        "a_minute": round(run.rate, 1),
        "times_nbgrader": round(run.rate / base, 1) if base else None,
        "processor_s_each": round(used.processor_s / run.count, 3),
        "peak_mb": round(used.peak_mb),
        "wrong_grades": sum(worth[student] != points for student, points in run.points.items()),
        "bytecode_compiled": compiled(),
    }


def main() -> None:
    quick = "--quick" in sys.argv
    counts = QUICK if quick else COUNTS
    with tempfile.TemporaryDirectory(prefix="grading-") as scratch:
        folder = Path(scratch)
        given = sys.argv[sys.argv.index("--environments") + 1 :][:1] if _has_folder() else []
        envs = Path(given[0]).resolve() if given else folder
        root = project(folder)
        worth = {student: points for student, _, points in submissions(root, max(counts.values()))}
        graders: dict[str, Callable[[int], Run]] = {
            "nbgrader 0.9.6": lambda n: nbgrader(
                folder, root, n, environment(envs, "nbgrader==0.9.6")
            ),
            "ftlib": lambda n: ours(folder, root, n),
            "pytest, a process each": lambda n: pytest_each(folder, root, n),
            "otter-grader 7.0.0": lambda n: otter(
                folder, root, n, environment(envs, "otter-grader==7.0.0")
            ),
        }
        rows: list[dict[str, object]] = []
        base = 0.0
        for name, grade in graders.items():
            run = grade(counts[name])
            base = base or run.rate
            rows.append(row(name, run, worth, base))
            print(f"· {name}: {run.rate:.0f} a minute", flush=True)
    head = ["grader", "submissions", "a minute", "× nbgrader", "processor s each", "peak MB"]
    keys = ("a_minute", "times_nbgrader", "processor_s_each", "peak_mb", "wrong_grades")
    lines = [[str(r["grader"]), str(r["submissions"]), *(str(r[k]) for k in keys)] for r in rows]
    print(table([*head, "wrong grades"], lines))
    print(f"torch's bytecode compiled before: {'yes' if compiled() else 'no'}; {JOBS} jobs")
    if not quick:
        write("grading_throughput", rows)


def _has_folder() -> bool:
    return "--environments" in sys.argv


if __name__ == "__main__":
    main()
