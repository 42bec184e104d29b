"""A little registry of our own, whose carriers are wheels in a folder: real pip, no network."""

from __future__ import annotations

import hashlib
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from ftlib.assets import catalogue

FILES = {
    "carrier_a/one.txt": b"first file\n" * 1000,
    "carrier_a/two.txt": b"second file\n",
    "carrier_a/tree/x.txt": b"x",
    "carrier_a/tree/y.txt": b"yy",
    "carrier_a/unwanted.txt": b"not registered",
}


@dataclass(frozen=True)
class World:
    """The test's own cache, registry text and mirror (a folder of wheels)."""

    cache: Path
    text: str
    mirror: Path

    def environment(self) -> dict[str, str]:
        """For a child process: the same cache and mirror, and no other index."""
        return os.environ | {
            "FTLIB_CACHE": str(self.cache),
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.mirror),
            "TQDM_DISABLE": "1",
        }


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def build_wheel(folder: Path, name: str, files: dict[str, bytes]) -> Path:
    """A wheel that pip accepts: the files, and the three entries of its dist-info."""
    info = f"{name}-1.0.dist-info"
    entries = files | {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{entry},,\n" for entry in [*entries, f"{info}/RECORD"])
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for entry, content in (entries | {f"{info}/RECORD": record.encode()}).items():
            wheel.writestr(entry, content)
    return path


def _registry_text(wheels: dict[str, Path]) -> str:
    tree = "".join(
        f"{digest(FILES[f'carrier_a/{place}'])}  {place}\n"
        for place in ("tree/x.txt", "tree/y.txt")
    )
    lines = []
    for name, wheel in wheels.items():
        content = wheel.read_bytes()
        lines += [
            f"[carriers.{name}]",
            f'by = "pip"\npackage = "{name}"\nversion = "1.0"\nlicence = "MIT"',
            f'file = "{wheel.name}"\nbytes = {len(content)}\nsha256 = "{digest(content)}"',
        ]

    def asset(name: str, carrier: str, kind: str, files: str, book: bool = False) -> str:
        return (
            f'[assets.{name}]\nkind = "{kind}"\ntitle = "T"\ntask = "t"\ncarrier = "{carrier}"\n'
            'about = "a"\nlicence = "CC0"\norigin = "o"\ncitation = "Somebody (2000)"\n'
            'trap = "none"\n'
            f"book = {'true' if book else 'false'}\n{files}\n"
        )

    def member(path: str) -> str:
        content = FILES[path]
        return f'{{ path = "{path}", bytes = {len(content)}, sha256 = "{digest(content)}" }}'

    tree_entry = (
        f'{{ path = "carrier_a/tree/*.txt", strip = "carrier_a/", files = 2, bytes = 3, '
        f'sha256 = "{digest(tree.encode())}" }}'
    )
    lines += [
        asset("alpha", "carrier_a", "model", f"files = [{member('carrier_a/one.txt')}]", book=True),
        asset(
            "beta",
            "carrier_a",
            "data",
            f"files = [{member('carrier_a/two.txt')}]\ntrees = [{tree_entry}]",
        ),
        asset("gamma", "carrier_b", "data", f"files = [{member('carrier_a/two.txt')}]"),
    ]
    return "\n".join(lines)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    wheels = {
        "carrier_a": build_wheel(mirror, "carrier_a", FILES),
        "carrier_b": build_wheel(mirror, "carrier_b", FILES),
    }
    made = World(tmp_path / "cache", _registry_text(wheels), mirror)
    for name, value in made.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(catalogue, "_text", lambda: made.text)
    catalogue.registry.cache_clear()
    yield made
    catalogue.registry.cache_clear()
