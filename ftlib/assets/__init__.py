"""The one door to models and data.

    model("minilm")          a folder with a pretrained model
    data("film_reviews")     a table with fixed, leak-free splits
    pull(["minilm"])         bring what is missing (the shell has `ftlib assets pull minilm`)

What a name stands for, where it comes from and what may be done with it is in `registry.toml`.
Nothing is ever downloaded by `model` or `data`: they say what to pull.
"""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from ftlib.assets.cache import cache_root, trusted
from ftlib.assets.catalogue import Asset, Carrier, find, registry
from ftlib.assets.errors import (
    AssetCorrupt,
    AssetDownloadError,
    AssetError,
    AssetMissing,
    AssetStorageError,
    AssetUnavailable,
    AssetUnknown,
)

if TYPE_CHECKING:
    from ftlib.assets.check import Finding
    from ftlib.assets.table import ImageTable, Table

__all__ = [
    "Asset",
    "AssetCorrupt",
    "AssetDownloadError",
    "AssetError",
    "AssetMissing",
    "AssetStorageError",
    "AssetUnavailable",
    "AssetUnknown",
    "Carrier",
    "ImageTable",
    "Table",
    "cache_root",
    "data",
    "data_page",
    "model",
    "pull",
    "registry",
    "verify",
    "where",
]


def model(name: str | PathLike[str]) -> Path:
    """The folder of a pretrained model, checked.

    Args:
        name: the name of an asset (`minilm`), the path of a folder of your own, or a hub id
            (`google-bert/bert-base-cased`) that was pulled before.

    Returns:
        A folder that `from_pretrained` takes (or that holds the one file that the asset's
        entry describes).

    Raises:
        AssetUnknown: no such name; the nearest ones are given.
        AssetMissing: known, but not on this machine; says what to run.
        AssetCorrupt: a file was changed since it was pulled.
    """
    from ftlib.assets import hub

    if isinstance(name, str) and name in registry():
        return trusted(find(name, "model"))
    if Path(name).is_dir():
        return Path(name)
    if hub.is_hub_id(str(name)):
        return hub.local(str(name))
    return trusted(find(str(name), "model"))


ImageData = Literal[
    "digits", "emoji_google", "fashion_mnist", "foolbox_samples", "mnist5k", "openmoji", "stamps"
]


@overload
def data(name: ImageData, **options: Any) -> ImageTable: ...
@overload
def data(name: str, **options: Any) -> Table: ...
def data(name: str, **options: Any) -> Table | ImageTable:
    """A data set as a table with fixed, leak-free splits (an `ImageTable` for pictures).

    Args:
        name: the name of an asset (`film_reviews`).
        options: of the data set's own loader, such as `min_abs_score` for `film_reviews`.

    Raises:
        AssetUnknown, AssetMissing, AssetCorrupt: as `model`.
        ValueError: for an option that the data set does not have.
    """
    from ftlib.assets import loaders

    asset = find(name, "data")
    return loaders.load(asset, trusted(asset) if asset.carrier else None, options)


def where(name: str) -> Path:
    """The folder of an asset (or hub model) that was pulled.

    Raises:
        AssetUnknown, AssetMissing, AssetCorrupt: as `model`.
        AssetUnavailable: for what comes with Python or scikit-learn and has no folder.
    """
    from ftlib.assets import hub

    return hub.local(name) if hub.is_hub_id(name) else trusted(find(name))


def pull(
    names: Iterable[str] | None = None, *, everything: bool = False, quiet: bool = False
) -> list[str]:
    """Bring assets to this machine; see `ftlib.assets._pull.pull`, whose door this is."""
    from ftlib.assets._pull import pull

    return pull(names, everything=everything, quiet=quiet)


def verify(names: Iterable[str] | None = None) -> list[Finding]:
    """Hash every file of the assets again; see `ftlib.assets.check.verify`."""
    from ftlib.assets.check import verify

    return verify(names)


def data_page() -> str:
    """The book's page of data cards (MyST Markdown)."""
    from ftlib.assets.page import data_page

    return data_page()


def __getattr__(name: str) -> Any:
    if name in ("Table", "ImageTable"):  # pandas loads when a table is wanted
        from ftlib.assets import table

        return getattr(table, name)
    raise AttributeError(f"module 'ftlib.assets' has no attribute {name!r}")
