"""`ftlib exercises build|check-drift|audit` and `ftlib grade`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Generate the student's notebooks and audit units.", no_args_is_help=True)

_Units = Annotated[list[str] | None, typer.Argument(help="units; all of them if none")]
_Root = Annotated[Path, typer.Option(help="the project's folder")]


def _fail(message: object) -> typer.Exit:
    typer.echo(str(message), err=True)
    return typer.Exit(1)


@app.command("build")
def build_command(
    names: _Units = None,
    root: _Root = Path("."),
    force: Annotated[bool, typer.Option(help="replace notebooks that were written in")] = False,
) -> None:
    """Generate `exercises/<unit>` from `solutions/<unit>/notebook.md`."""
    from ftlib.grading.build import build, course
    from ftlib.grading.source import SourceError, units
    from ftlib.grading.unit import UnitError

    problems = []
    for name in names or units(root):
        try:
            changed = build(name, root, force=force)
        except (SourceError, UnitError) as error:
            problems.append(str(error))
            continue
        typer.echo(f"{name}: {', '.join(changed) if changed else 'up to date'}")
    if not problems:
        try:
            course(root)
        except SourceError as error:
            problems.append(str(error))
    if problems:
        raise _fail("\n".join(problems))


@app.command("check-drift")
def check_drift(root: _Root = Path(".")) -> None:
    """Fail when a generated file is not what its source makes."""
    from ftlib.grading.build import drift
    from ftlib.grading.source import SourceError, units

    try:
        problems = drift(root)
    except SourceError as error:
        raise _fail(error) from None
    if problems:
        raise _fail("\n".join(problems))
    typer.echo(f"exercises: {len(units(root))} units are in step with their sources")


@app.command("audit")
def audit_command(names: _Units = None, root: _Root = Path(".")) -> None:
    """Prove that right answers get their points and wrong ones do not."""
    from ftlib.grading.audit import audit
    from ftlib.grading.source import SourceError, units
    from ftlib.grading.unit import UnitError

    failed = False
    for name in names or units(root):
        try:
            problems = audit(name, root)
        except (SourceError, UnitError) as error:
            problems = [str(error)]
        failed = failed or bool(problems)
        typer.echo(f"{name}: {'sound' if not problems else f'{len(problems)} problems'}")
        for problem in problems:
            typer.echo(f"  {problem}")
    if failed:
        raise typer.Exit(1)


def grade(
    submission: Annotated[Path, typer.Argument(help="a folder, a notebook or a .py file")],
    unit: Annotated[str | None, typer.Option(help="the unit; found out if not given")] = None,
    hidden: Annotated[bool, typer.Option(help="run the hidden tests too")] = True,
    output: Annotated[Path | None, typer.Option(help="file or folder of the JSON record")] = None,
    root: _Root = Path("."),
) -> None:
    """Grade one submission; its code runs in a process of its own."""
    from ftlib.grading import grade as grading
    from ftlib.grading.judge import JudgeError
    from ftlib.grading.submission import SubmissionError, find, read
    from ftlib.grading.table import print_result
    from ftlib.grading.unit import UnitError

    known = sorted(path.parent.name for path in (root / "exercises").glob("*/unit.json"))
    try:
        name = unit or grading.unit_of(submission, known)
        try:
            result = grading.grade(read(find(submission, name)), name, root, hidden=hidden)
        except SubmissionError as error:
            result = grading.nothing(name, root, str(error))
    except (SubmissionError, UnitError, JudgeError) as error:
        raise _fail(error) from None
    path = Path(f"{submission.resolve().stem}.{name}.grade.json")
    if output is not None:
        path = output / path.name if output.is_dir() else output
    grading.write_record(result, submission.name, path)
    print_result(result, submission.name)
    typer.echo(f"{grading.PROTECTION}\nrecord: {path}")
