"""`ftlib grade`: one submission, or a class of them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ftlib.grading.classroom.lateness import Policy
    from ftlib.grading.classroom.run import ClassResult

_LEVEL = "confined"  # files, network and other processes each behind a wall at least
_Path = Annotated[Path, typer.Argument(help="a notebook, a .py file, or a folder or zip of many")]
_Unit = Annotated[str | None, typer.Option(help="the unit; found out if not given")]
_Hidden = Annotated[bool, typer.Option(help="run the hidden tests too")]
_Output = Annotated[
    Path | None, typer.Option(help="one: file or folder of its record; a class: folder")
]
_Root = Annotated[Path, typer.Option(help="the project's folder")]
_Jobs = Annotated[int | None, typer.Option(min=1, help="a class: how many at a time; a core each")]
_Seed = Annotated[int, typer.Option(min=0, help="what random inputs are drawn from")]
_Task = Annotated[str | None, typer.Option(help="a class: grade this task again, nothing else")]
_Sandbox = Annotated[
    bool, typer.Option("--require-sandbox", help="refuse to grade without walls that hold")
]
_Policy = Annotated[Path | None, typer.Option(help="a class: TOML file of what being late costs")]
_Times = Annotated[Path | None, typer.Option(help="a class: CSV of student, submitted (ISO 8601)")]
_Roster = Annotated[Path | None, typer.Option(help="a class: a grade book exported from Canvas")]
_Column = Annotated[str | None, typer.Option(help="a class: the assignment's column in Canvas")]
_Gradescope = Annotated[Path | None, typer.Option(help="one: write Gradescope's results.json here")]


def grade(
    submission: _Path,
    unit: _Unit = None,
    hidden: _Hidden = True,
    output: _Output = None,
    root: _Root = Path("."),
    jobs: _Jobs = None,
    seed: _Seed = 0,
    regrade: _Task = None,
    require_sandbox: _Sandbox = False,
    policy: _Policy = None,
    times: _Times = None,
    roster: _Roster = None,
    assignment: _Column = None,
    gradescope: _Gradescope = None,
) -> None:
    """Grade a submission, or all submissions in a folder; their code runs in processes apart."""
    from ftlib.grading.classroom.lateness import PolicyError, read_policy, read_times
    from ftlib.grading.classroom.platforms import RosterError
    from ftlib.grading.classroom.record import RecordError
    from ftlib.grading.judge import JudgeError
    from ftlib.grading.submission import SubmissionError
    from ftlib.grading.unit import UnitError

    require = _LEVEL if require_sandbox else None
    try:
        if gradescope is not None or not _is_class(submission, unit, jobs, regrade):
            _grade_one(submission, unit, root, output, hidden, seed, require, gradescope)
            return
        late = read_policy(policy) if policy else None
        known = read_times(times) if times else {}
        folder = output or Path(f"{submission.resolve().stem}.grades")
        graded = _grade_class(submission, root, folder, unit, jobs, seed, hidden, regrade, require)
        _write_class(graded, root, folder, late, known, assignment, roster)
    except (SubmissionError, UnitError, JudgeError) as error:
        raise _fail(error) from None
    except (PolicyError, RosterError, RecordError, OSError, RuntimeError) as error:
        raise _fail(error) from None


def _fail(message: object) -> typer.Exit:
    typer.echo(str(message), err=True)
    return typer.Exit(1)


def _is_class(path: Path, unit: str | None, jobs: int | None, regrade: str | None) -> bool:
    """A folder is one submission when it holds no more than that by itself."""
    from ftlib.grading.submission import SubmissionError, find

    if jobs is not None or regrade is not None or path.suffix.lower() == ".zip":
        return True
    if not path.is_dir() or any(_may_hold_more(each) for each in path.iterdir()):
        return path.is_dir()
    try:
        find(path, unit or "")
    except SubmissionError:
        return len([*path.glob("*.ipynb"), *path.glob("*.py")]) > 1
    return False


def _may_hold_more(path: Path) -> bool:
    return not path.name.startswith((".", "__")) and (
        path.suffix.lower() == ".zip"
        or (path.is_dir() and any(path.rglob("*.ipynb")) | any(path.rglob("*.py")))
    )


def _grade_one(
    path: Path,
    unit: str | None,
    root: Path,
    output: Path | None,
    hidden: bool,
    seed: int,
    require: str | None,
    gradescope: Path | None,
) -> None:
    from ftlib.grading import grade as grading
    from ftlib.grading.classroom import platforms
    from ftlib.grading.classroom.job import protected
    from ftlib.grading.classroom.write import write_text
    from ftlib.grading.judge import Nursery
    from ftlib.grading.submission import SubmissionError, find, read
    from ftlib.grading.table import print_result

    known = sorted(path.parent.name for path in (root / "exercises").glob("*/unit.json"))
    name = unit or grading.unit_of(path, known)
    protection = ""
    try:
        submission = read(find(path, name))
        with Nursery(submission.imports()) as nursery:
            protection = protected(nursery, require)
            result = grading.grade(
                submission, name, root, hidden=hidden, nursery=nursery, seed=seed
            )
    except SubmissionError as error:
        result = grading.nothing(name, root, str(error))
    record = Path(f"{path.resolve().stem}.{name}.grade.json")
    if output is not None:
        record = output / record.name if output.is_dir() else output
    grading.write_record(result, path.name, record, seed)
    if gradescope is not None:
        write_text(gradescope, platforms.gradescope(grading.as_record(result, path.name)))
    print_result(result, path.name)
    typer.echo(f"{protection}\nrecord: {record}".strip())


def _grade_class(
    path: Path,
    root: Path,
    output: Path,
    unit: str | None,
    jobs: int | None,
    seed: int,
    hidden: bool,
    regrade: str | None,
    require: str | None,
) -> ClassResult:
    from tqdm import tqdm

    from ftlib.grading.classroom.run import grade_class

    # `disable=None`: no bar where nobody watches.
    with tqdm(unit="submission", desc="grading", disable=None, leave=False) as bar:

        def progress(done: int, of: int) -> None:
            bar.total = of
            bar.update(done - bar.n)

        return grade_class(
            path,
            root,
            output,
            unit=unit,
            jobs=jobs,
            seed=seed,
            hidden=hidden,
            regrade=regrade,
            require=require,
            progress=progress,
        )


def _write_class(
    graded: ClassResult,
    root: Path,
    output: Path,
    policy: Policy | None,
    times: dict[str, datetime],
    assignment: str | None,
    roster: Path | None,
) -> None:
    """Write the files and say in a few lines what there is."""
    from ftlib.grading.classroom.names import printable
    from ftlib.grading.classroom.write import write_class

    books = write_class(
        graded, root, output, policy=policy, times=times, assignment=assignment, roster=roster
    )
    count = len(graded.graded)
    typer.echo(f"{count} submissions; {graded.anew} graded now, {count - graded.anew} as recorded")
    for unit, rows in books.items():
        done = [row for row in rows if not row.failure]
        mean = sum(float(row.final) for row in done) / max(1, len(done))
        typer.echo(f"{unit}: {len(rows)} students, mean {mean:.1f} of {rows[0].unit.points} points")
        for row in rows:
            if row.failure:
                typer.echo(printable(f"  {row.student} was not graded: {row.failure}"), err=True)
    for each in graded.replaced:
        typer.echo(printable(f"  a later file of {each.student} counts, not {each.label}"))
    for line in graded.left_out:
        typer.echo(printable(f"  left out: {line}"), err=True)
    for protection in graded.protections():
        typer.echo(protection)
    typer.echo(f"grade books, feedback and reports: {output}")
