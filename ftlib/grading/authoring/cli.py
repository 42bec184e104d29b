"""`ftlib release`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def release(
    to: Annotated[Path, typer.Option(help="where to write the folder and the zip")],
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[UNITS]...", help="all units if none")
    ] = None,
    name: Annotated[str, typer.Option(help="of the folder and the zip")] = "course",
    root: Annotated[Path, typer.Option(help="the project's folder")] = Path("."),
) -> None:
    """Write what students get: exercises without answers or hidden tests, as folder and zip."""
    from ftlib.grading.authoring.release import release as write
    from ftlib.grading.source import SourceError
    from ftlib.grading.student.update import MANIFEST
    from ftlib.grading.unit import UnitError

    try:
        files = write(root, to, names or (), name=name)
    except (SourceError, UnitError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    units = sorted(path.split("/")[1] for path in files if path.endswith("/unit.json"))
    size = sum(map(len, files.values())) / 2**20
    typer.echo(f"{', '.join(units)}: {len(files)} files, {size:.1f} MB")
    typer.echo("searched for answers, hidden tests and wrong answers: none found")
    typer.echo(f"folder: {to / name}\nzip:    {to / f'{name}.zip'}  (see {MANIFEST} in it)")
