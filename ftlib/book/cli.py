"""`ftlib book`: execute changed chapters, collect pages, check for drift."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Build the book's notebooks and generated pages.", no_args_is_help=True)


@app.command()
def notebooks(
    names: Annotated[
        list[str] | None, typer.Argument(help="chapters; all changed ones if none")
    ] = None,
    force: Annotated[bool, typer.Option(help="run unchanged chapters too")] = False,
    jobs: Annotated[int, typer.Option(help="chapters at a time; 0 chooses")] = 0,
) -> None:
    """Execute what changed, in parallel, and collect the ledger, the errata and the data cards.

    A chapter whose prose or tags changed and whose code did not keeps its outputs.
    """
    from ftlib.book.execute import book_folder, default_jobs, execute_all, stale
    from ftlib.book.graft import graft
    from ftlib.book.pages import write_pages
    from ftlib.book.sources import chapters

    book = book_folder(Path.cwd())
    known = chapters(book)
    wanted = [
        chapter for chapter in known if not names or chapter.name in names or chapter.unit in names
    ]
    if names and len(wanted) < len(names):
        typer.echo(
            f"unknown chapter in {names}; there are {[each.name for each in known]}", err=True
        )
        raise typer.Exit(2)
    chosen = [chapter for chapter in wanted if force or names or stale(chapter)]
    if not (force or names):  # new prose or tags around the same code need no run
        chosen = [chapter for chapter in chosen if not graft(chapter)]
    if chosen:
        failures = execute_all(chosen, jobs or default_jobs())
        for failure in failures:
            typer.echo(f"\n{failure}", err=True)
        if failures:
            raise typer.Exit(1)
    pages = write_pages(book)
    ran = ", ".join(each.name for each in chosen) or "nothing to run"
    typer.echo(f"notebooks: {ran}" + (f"; pages: {', '.join(pages)}" if pages else ""))


@app.command()
def check() -> None:
    """Fail when a notebook or a generated page is not what its source makes."""
    from ftlib.book.drift import drift
    from ftlib.book.execute import book_folder

    problems = drift(book_folder(Path.cwd()))
    for problem in problems:
        typer.echo(problem, err=True)
    if problems:
        typer.echo("run `make notebooks` and commit what it writes", err=True)
        raise typer.Exit(1)
    typer.echo("book: notebooks and pages are in step with their sources")


@app.command("test")
def rerun(
    jobs: Annotated[int, typer.Option(help="chapters at a time; 0 chooses")] = 0,
) -> None:
    """Run every chapter again and compare each output with the stored one (nbval)."""
    from ftlib.book.execute import book_folder, default_jobs, retest

    raise typer.Exit(retest(book_folder(Path.cwd()), jobs or default_jobs()))
