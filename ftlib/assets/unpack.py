"""Take the registered files, and only those, out of a wheel, a tar archive or a Debian package.

Nothing is imported, built or executed: an archive is a list of named byte strings.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from ftlib.assets.cache import matches
from ftlib.assets.catalogue import Asset
from ftlib.assets.errors import AssetCorrupt

_BLOCK = 1 << 20
_Entry = tuple[str, Callable[[], IO[bytes]]]


def unpack(
    archive: Path, targets: dict[Asset, Path], tick: Callable[[int], None]
) -> dict[Asset, dict[str, str]]:
    """Write the files of several assets out of one archive, in one pass over it.

    Args:
        archive: a `.whl`, `.tgz`, `.tar.gz` or `.deb`.
        targets: each asset and the (existing, empty) folder that its files go to.
        tick: told how many bytes were written so far.

    Returns:
        For each asset the SHA-256 of every file written, by its place in the folder.

    Raises:
        AssetCorrupt: when the archive cannot be read, or a name in it leads out of the folder.
        OSError: when a file cannot be written.
    """
    hashes: dict[Asset, dict[str, str]] = {asset: {} for asset in targets}
    written = 0
    try:
        for name, open_member in _entries(archive):
            places = [(a, p) for a in targets if (p := place_of(a, name)) is not None]
            if not places:
                continue
            paths = [_safe(targets[asset], place) for asset, place in places]
            with open_member() as source:
                digest, length = _copy(source, paths)
            for asset, place in places:
                hashes[asset][place] = digest
            written += length * len(places)
            tick(written)
    except (zipfile.BadZipFile, tarfile.TarError, EOFError) as error:
        raise AssetCorrupt(
            f"{archive} cannot be read as an archive ({error}); delete it and pull again"
        ) from error
    return hashes


def place_of(asset: Asset, name: str) -> str | None:
    """Where a member of the carrier goes in the asset's folder; None when it is not wanted."""
    for member in asset.files:
        if member.path == name:
            return member.to
    for tree in asset.trees:
        if matches(tree.path, name):
            return name.removeprefix(tree.strip)
    return None


def _entries(archive: Path) -> Iterator[_Entry]:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            for info in wheel.infolist():
                if not info.is_dir():
                    yield info.filename, lambda info=info: wheel.open(info)  # type: ignore[misc]
    elif archive.suffix == ".deb":
        with (
            subprocess.Popen(
                ["dpkg-deb", "--fsys-tarfile", str(archive)], stdout=subprocess.PIPE
            ) as process,
            tarfile.open(fileobj=process.stdout, mode="r|") as tar,
        ):
            yield from _tar_entries(tar)
    else:
        with tarfile.open(archive, mode="r|gz") as tar:
            yield from _tar_entries(tar)


def _tar_entries(tar: tarfile.TarFile) -> Iterator[_Entry]:
    for info in tar:
        if info.isfile():  # no links, no devices

            def open_member(info: tarfile.TarInfo = info) -> IO[bytes]:
                file = tar.extractfile(info)
                assert file is not None, "a regular file can always be opened"
                return file

            yield info.name.removeprefix("./"), open_member


def _safe(folder: Path, place: str) -> Path:
    parts = PurePosixPath(place).parts
    if not parts or place.startswith("/") or ".." in parts or "\\" in place or ":" in place:
        raise AssetCorrupt(
            f"the archive holds {place!r}, which leads out of the asset's folder; "
            "do not trust it, and tell the authors"
        )
    path = folder.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _copy(source: IO[bytes], paths: list[Path]) -> tuple[str, int]:
    """Write one member to one or more places, hashing as it goes; durable when it returns."""
    digest, length = hashlib.sha256(), 0
    files = [path.open("xb") for path in paths]
    try:
        while block := source.read(_BLOCK):
            digest.update(block)
            length += len(block)
            for file in files:
                file.write(block)
        for file in files:
            file.flush()
            os.fsync(file.fileno())
    finally:
        for file in files:
            file.close()
    return digest.hexdigest(), length
