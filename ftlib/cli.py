"""The `ftlib` command. Each room brings its own sub-commands; this file only joins them."""

from __future__ import annotations

import typer

from ftlib.assets.cli import app as assets_app
from ftlib.book.cli import app as book_app
from ftlib.grading.authoring.cli import release
from ftlib.grading.classroom.cli import grade
from ftlib.grading.cli import app as exercises_app
from ftlib.grading.student.cli import progress

app = typer.Typer(
    help="Fine-Tuning, Derived and Measured: models and data, chapters, exercises.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(assets_app, name="assets")
app.add_typer(book_app, name="book")
app.add_typer(exercises_app, name="exercises")
app.command("grade")(grade)
app.command("progress")(progress)
app.command("release")(release)


def main() -> None:
    """Entry point of the console script."""
    app()
