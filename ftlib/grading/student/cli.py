"""`ftlib progress` and `ftlib exercises update`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def progress(
    folder: Annotated[Path, typer.Argument(help="a folder with exercises, or one below it")] = Path(
        "."
    ),
) -> None:
    """Show how far you are: tasks, points and the latest attempt in each unit."""
    from ftlib.grading.student.progress import exercises_folder, gather
    from ftlib.grading.table import print_progress
    from ftlib.grading.unit import UnitError

    try:
        print_progress(gather(exercises_folder(folder)))
    except UnitError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


def update_command(
    origin: Annotated[
        Path | None,
        typer.Argument(metavar="[FROM]", help="the new version: a zip or its folder"),
    ] = None,
    to: Annotated[Path, typer.Option(help="your folder of the course")] = Path("."),
    dry_run: Annotated[bool, typer.Option(help="say what would be done; write nothing")] = False,
) -> None:
    """Bring a new version of the course into your folder; whatever you wrote stays.

    Without FROM the sources in `solutions/` are taken (in a clone of the project).
    """
    from ftlib.grading.source import SourceError
    from ftlib.grading.student.update import from_sources, read_release, update
    from ftlib.grading.unit import UnitError

    try:
        if origin is None and not any((to / "solutions").glob("*/notebook.md")):
            raise UnitError("name the zip of the new version: ftlib exercises update FILE.zip")
        files = from_sources(to) if origin is None else read_release(origin)
        changes = update(files, to, dry_run=dry_run)
    except (SourceError, UnitError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    for change in changes:
        typer.echo(f"{change.path}: {change.what}")
        for note in change.notes:
            typer.echo(f"  {note}")
    done = "would be changed" if dry_run else "changed"
    typer.echo(f"{len(changes)} files {done}" if changes else "everything is up to date")
    if any(change.path.startswith("library/") for change in changes) and not dry_run:
        typer.echo("the library has changed too: run `pip install -r requirements.txt` again")
    if any(change.what == "refused" for change in changes):
        raise typer.Exit(1)
