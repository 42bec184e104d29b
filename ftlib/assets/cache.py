"""The cache: a folder an asset, and a receipt in it that says what was checked and when.

A folder appears under its final name in one step, after all its files were hashed, so what
carries that name is whole. Loading compares sizes and times with the receipt (fast); `verify`
hashes everything again.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from platformdirs import user_cache_path

from ftlib.assets.catalogue import Asset, tree_digest
from ftlib.assets.errors import AssetCorrupt, AssetMissing, AssetUnavailable

RECEIPT = "receipt.json"
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Stamp:
    """What a file was when it was checked: length, modification time in ns, SHA-256."""

    bytes: int
    mtime: int
    sha256: str


def cache_root() -> Path:
    """The cache: `$FTLIB_CACHE`, or the place that the operating system has for caches."""
    chosen = os.environ.get("FTLIB_CACHE")
    return Path(chosen).expanduser().absolute() if chosen else user_cache_path("ftlib", False)


def folder(asset: Asset) -> Path:
    """Where the asset lies once it is pulled (whether it is there or not).

    Raises:
        AssetUnavailable: for what comes with Python or scikit-learn and has no folder.
    """
    if asset.carrier is None:
        raise AssetUnavailable(
            f"{asset.name!r} comes with {asset.requires} and has no folder; "
            f"read it with assets.data({asset.name!r})"
        )
    return cache_root() / asset.kind / asset.name


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def write_receipt(asset: Asset, at: Path, hashes: dict[str, str]) -> None:
    """Write the receipt of the files in `at`, whose digests are `hashes` (place → SHA-256)."""
    stamps = {place: asdict(_stamp(at / place, digest)) for place, digest in hashes.items()}
    content = {"asset": asset.name, "fingerprint": asset.fingerprint, "files": stamps}
    partial = at / f".{RECEIPT}.{os.getpid()}"
    with partial.open("w", encoding="utf-8") as file:
        json.dump(content, file, indent=1, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, at / RECEIPT)


def is_here(asset: Asset) -> bool:
    """Whether the asset can be used as it lies (built-in ones always can)."""
    if asset.carrier is None:
        return True
    try:
        trusted(asset)
    except (AssetMissing, AssetCorrupt):
        return False
    return True


def trusted(asset: Asset) -> Path:
    """The asset's folder, after the fast check: every file has the size and time of its receipt.

    A file with the right size and another time (a copied cache) is hashed once more.

    Raises:
        AssetMissing: when it was not pulled, or the registry now asks for other files.
        AssetCorrupt: when a file is gone or was changed; the sentence names it.
    """
    at = folder(asset)
    stamps = receipt(asset)
    if stamps is None:
        raise AssetMissing(
            f"{asset.name!r} is not on this machine yet; run `ftlib assets pull {asset.name}`"
        )
    moved = []
    for place, stamp in stamps.items():
        try:
            seen = (at / place).stat()
        except FileNotFoundError:
            raise damaged(asset, place, "is gone") from None
        if seen.st_size != stamp.bytes:
            raise damaged(asset, place, f"has {seen.st_size:,} bytes, not {stamp.bytes:,}")
        if seen.st_mtime_ns != stamp.mtime:
            _compare(asset, place, stamp.sha256)
            moved.append(place)
    if moved and os.access(at, os.W_OK):  # remember it, so that the next load is fast again
        write_receipt(asset, at, {place: stamp.sha256 for place, stamp in stamps.items()})
    return at


def verify_files(asset: Asset) -> None:
    """Hash every file of a pulled asset and compare it with the registry.

    Raises:
        AssetMissing, AssetCorrupt: as `trusted`; a wrong hash is named with both hashes.
    """
    at = trusted(asset)
    stamps = receipt(asset) or {}
    for place, stamp in stamps.items():
        _compare(asset, place, stamp.sha256)
    if asset.convert:  # converted here: the receipt is what there is to compare with
        return
    check_hashes(asset, {place: stamp.sha256 for place, stamp in stamps.items()}, at)


def check_hashes(asset: Asset, hashes: dict[str, str], at: Path) -> None:
    """Compare digests (place → SHA-256) with what the registry says.

    Raises:
        AssetCorrupt: names the file with both hashes, or the group of files that differs.
    """
    for member in asset.files:
        found = hashes.get(member.to, "nothing")
        if found != member.sha256:
            raise wrong_hash(at / member.to, member.sha256, found, asset.name)
    for tree in asset.trees:
        places = {p: h for p, h in hashes.items() if matches(tree.path, tree.strip + p)}
        found = tree_digest(places)
        if found != tree.sha256:
            what = f"{tree.path} ({len(places):,} files, {tree.files:,} expected)"
            raise wrong_hash(what, tree.sha256, found, asset.name)


def matches(pattern: str, path: str) -> bool:
    """Whether a member's path fits a pattern; `*` also stands for folders."""
    from fnmatch import fnmatchcase

    return fnmatchcase(path, pattern)


def receipt(asset: Asset) -> dict[str, Stamp] | None:
    """What was checked when the asset was pulled; None when there is no receipt that applies."""
    try:
        content = json.loads((folder(asset) / RECEIPT).read_text(encoding="utf-8"))
        if content["fingerprint"] != asset.fingerprint:
            return None
        return {place: Stamp(**stamp) for place, stamp in content["files"].items()}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def wrong_hash(what: Path | str, expected: str, found: str, name: str) -> AssetCorrupt:
    """The error for a wrong digest: what, both hashes, and the cure."""
    return AssetCorrupt(
        f"{what} is not the file that the registry describes: SHA-256 {found}, "
        f"expected {expected}; run `ftlib assets pull {name}` to fetch it anew"
    )


def damaged(asset: Asset, place: str, how: str) -> AssetCorrupt:
    """The error for a file that changed since it was pulled."""
    return AssetCorrupt(
        f"{folder(asset) / place} {how}; run `ftlib assets pull {asset.name}` to fetch it anew"
    )


def _compare(asset: Asset, place: str, expected: str) -> None:
    path = folder(asset) / place
    found = sha256(path)
    if found != expected:
        raise wrong_hash(path, expected, found, asset.name)


def _stamp(path: Path, digest: str) -> Stamp:
    seen = path.stat()
    return Stamp(seen.st_size, seen.st_mtime_ns, digest)
