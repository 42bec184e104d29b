"""`ftlib assets list | pull | verify | where`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from ftlib import assets
from ftlib.assets.cache import is_here
from ftlib.assets.catalogue import find
from ftlib.assets.errors import AssetError

app = typer.Typer(help="Models and data: what there is, and fetching it.", no_args_is_help=True)

Names = Annotated[list[str] | None, typer.Argument(help="As `ftlib assets list` shows them.")]


@app.command("list")
def list_assets(names: Names = None) -> None:
    """Every model and data set, with its licence and whether it is here; with NAMES, the cards."""
    console = Console()
    if names:
        with _plainly():
            for name in names:
                _card(console, find(name))
        return
    grid = Grid(box=None, header_style="bold", pad_edge=False)
    for heading in ("name", "here", "MB", "what", "licence"):
        grid.add_column(heading, justify="right" if heading == "MB" else "left", overflow="fold")
    for asset in assets.registry().values():
        size = f"{asset.bytes / 1e6:.1f}" if asset.carrier else "–"
        star = "*" if asset.book else ""
        here = "yes" if is_here(asset) else "–"
        grid.add_row(asset.name + star, here, size, escape(asset.about), escape(asset.licence))
    console.print(grid)
    console.print(f"\n* used by the book's chapters. Cache: {escape(str(assets.cache_root()))}")
    console.print("`ftlib assets list NAME` shows origin, citation and traps.", markup=False)


@app.command()
def pull(
    names: Names = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All that this machine can have (about 1.3 GB).")
    ] = False,
) -> None:
    """Bring what the book's chapters use, or NAMES, or all. A hub id is a name, too."""
    with _plainly():
        fetched = assets.pull(names or None, everything=everything)
        if fetched:
            print(f"Pulled {', '.join(fetched)}.")
            for name in fetched:
                asset = assets.registry().get(name)
                if asset is not None:
                    print(f"  {name}: {asset.licence}. Cite {asset.citation}.")
        else:
            print("All assets are here.")


@app.command()
def verify(names: Names = None) -> None:
    """Hash every file again: of NAMES, or of all that was pulled."""
    with _plainly():
        findings = assets.verify(names or None)
    for finding in findings:
        if finding.state != "ok":
            print(f"{finding.state:8}{finding.name}: {finding.detail}")
    good = sum(finding.state == "ok" for finding in findings)
    print(f"{good} of {len(findings)} assets are what the registry describes.")
    if good < len(findings):
        raise typer.Exit(1)


@app.command()
def where(name: Annotated[str, typer.Argument(help="The name of an asset, or a hub id.")]) -> None:
    """Print the folder of an asset that was pulled."""
    with _plainly():
        print(assets.where(name))


def _card(console: Console, asset: assets.Asset) -> None:
    carrier = asset.carrier.title if asset.carrier else f"comes with {asset.requires}"
    grid = Grid(box=None, show_header=False, title=escape(asset.title), title_justify="left")
    grid.add_column(style="bold")
    grid.add_column(overflow="fold")
    for label, value in (
        ("name", asset.name),
        ("what", asset.about),
        ("origin", asset.origin),
        ("licence", asset.licence),
        ("carrier", carrier),
        ("cite", asset.citation),
        ("trap", asset.trap),
        ("hub", asset.hub),
    ):
        if value:
            grid.add_row(label, escape(value))
    console.print(grid)
    console.print()


@contextmanager
def _plainly() -> Iterator[None]:
    """An asset's error is a sentence on stderr and exit code 1, not a traceback."""
    try:
        yield
    except AssetError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from None
