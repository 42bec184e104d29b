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
