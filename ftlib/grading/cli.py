"""`ftlib exercises new|build|update|check-drift|audit|mutate|nbgrader`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ftlib.grading.auditing.cli import audit_command, mutate_command
from ftlib.grading.student.cli import update_command

app = typer.Typer(help="Generate the student's notebooks and audit units.", no_args_is_help=True)
app.command("audit")(audit_command)
app.command("update")(update_command)
app.command("mutate")(mutate_command)

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


@app.command("new")
def new_command(
    unit: Annotated[str, typer.Argument(help="the unit's name")],
    root: _Root = Path("."),
) -> None:
    """Write a small unit that is sound as it stands, to be written over."""
    from ftlib.grading.unit import UnitError

    try:
        from ftlib.grading.authoring.scaffold import new
    except ImportError:
        raise _fail(
            "this is the library as students get it; units are made in the project"
        ) from None
    try:
        for path in new(unit, root):
            typer.echo(path)
    except UnitError as error:
        raise _fail(error) from None


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


@app.command("nbgrader")
def nbgrader_command(
    to: Annotated[Path, typer.Option(help="nbgrader's course folder")],
    names: _Units = None,
    root: _Root = Path("."),
) -> None:
    """Write units, with answers, as assignments for `nbgrader generate_assignment`."""
    from ftlib.grading.authoring.nbgrader import export
    from ftlib.grading.source import SourceError, units
    from ftlib.grading.unit import UnitError

    for name in names or units(root):
        try:
            export(name, root, to)
        except (SourceError, UnitError) as error:
            raise _fail(error) from None
        typer.echo(f"{name}: {to / 'source' / name}")
