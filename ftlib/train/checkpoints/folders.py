"""Checkpoints on disk: folders that appear whole or not at all, and tell when they are damaged.

A checkpoint is a folder `step-00000120` with safetensors files (numbers only: reading one runs no
code) and a `manifest.json` that holds the SHA-256 of each of them and of itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from filelock import FileLock, Timeout
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file

MANIFEST = "manifest.json"
FORMAT = 1

Tensors = Mapping[str, torch.Tensor]


class CheckpointError(ValueError):
    """A checkpoint that cannot be used; the sentence names it, and says why and what to do."""


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint whose hashes were right when it was opened.

    Attributes:
        path: its folder.
        step: the updates made.
        facts: what the manifest tells beside the hashes.
        hashes: SHA-256 of each file, by its name without `.safetensors`.
    """

    path: Path
    step: int
    facts: dict[str, Any]
    hashes: dict[str, str]

    def tensors(self, name: str) -> dict[str, torch.Tensor]:
        """The tensors of one of its files, on the CPU."""
        return load_file(self.path / f"{name}.safetensors")

    def shapes(self, name: str) -> dict[str, tuple[int, ...]]:
        """The shape of each tensor in one of its files, without reading them."""
        with safe_open(self.path / f"{name}.safetensors", "pt") as file:
            return {key: tuple(file.get_slice(key).get_shape()) for key in file.keys()}  # noqa: SIM118


def write_checkpoint(
    folder: Path,
    step: int,
    files: Mapping[str, Tensors],
    facts: Mapping[str, Any],
    links: Mapping[str, tuple[Path, str] | str] | None = None,
) -> Checkpoint:
    """Write a checkpoint; a process killed at any moment leaves it whole, or not there at all.

    Everything is written into a folder of another name and pushed to the disk; then the folder
    gets its name, which the file system does at once or not at all.

    Args:
        folder: where the checkpoints are.
        step: the updates made.
        files: tensors for each file, by its name.
        facts: anything that JSON can hold.
        links: files that exist already: name → (a file of an earlier checkpoint, its SHA-256), or
            the name of another file of this one. They get a second name instead of a copy, where
            the file system can do so.
    """
    final = folder / _name(step)
    partial = folder / f".{final.name}.part"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    hashes = {}
    for name, tensors in files.items():
        target = partial / f"{name}.safetensors"
        save_file({key: _plain(each) for key, each in tensors.items()}, target)
        hashes[name] = _sha256(target)
        _to_disk(target)
    for name, there in (links or {}).items():
        if isinstance(there, str):
            there = (partial / f"{there}.safetensors", hashes[there])
        source, hashes[name] = there
        _second_name(source, partial / f"{name}.safetensors")
    content = {"format": FORMAT, "step": step, "files": hashes, "facts": dict(facts)}
    text = json.dumps({"content": content, "sha256": _sha256_of(content)}, indent=1)
    (partial / MANIFEST).write_text(text + "\n", encoding="utf-8")
    _to_disk(partial / MANIFEST)
    _to_disk(partial)
    _remove(final)  # a damaged one of the same step, after whose predecessor the run went on
    os.replace(partial, final)
    _to_disk(folder)
    return Checkpoint(final, step, content["facts"], hashes)  # type: ignore[arg-type]


def read_checkpoint(path: Path) -> Checkpoint:
    """Open a checkpoint and compare every file with its hash.

    Raises:
        CheckpointError: a file is missing or is not what was written; names it and both hashes.
    """
    try:
        stored = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        content, known = stored["content"], stored["sha256"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CheckpointError(f"{path.name}/{MANIFEST} cannot be read ({error})") from None
    found = _sha256_of(content)
    if found != known:
        raise CheckpointError(f"{path.name}/{MANIFEST} has SHA-256 {found}, expected {known}")
    if content["format"] != FORMAT:
        raise CheckpointError(
            f"{path.name} has format {content['format']}, this version reads {FORMAT}"
        )
    for name, expected in content["files"].items():
        file = path / f"{name}.safetensors"
        if not file.is_file():
            raise CheckpointError(f"{path.name}/{file.name} is missing")
        if (found := _sha256(file)) != expected:
            raise CheckpointError(
                f"{path.name}/{file.name} has SHA-256 {found}, expected {expected}"
            )
    return Checkpoint(path, content["step"], content["facts"], content["files"])


def all_checkpoints(folder: Path) -> list[Path]:
    """The checkpoints in a folder, oldest first, damaged ones among them."""
    return sorted(each for each in folder.glob("step-*") if each.is_dir())


def newest_checkpoint(folder: str | Path) -> Checkpoint | None:
    """The newest intact checkpoint of a folder; None where there is none at all.

    Damaged ones are passed over with a warning that names the file and both hashes.

    Raises:
        CheckpointError: there are checkpoints, and all of them are damaged.
    """
    complaints = []
    for path in reversed(all_checkpoints(Path(folder))):
        try:
            found = read_checkpoint(path)
        except (CheckpointError, SafetensorError) as error:
            complaints.append(str(error))
            continue
        if complaints:
            warnings.warn(
                f"damaged: {'; '.join(complaints)}. The run goes on from {path.name}, the "
                "checkpoint before",
                stacklevel=2,
            )
        return found
    if complaints:
        raise CheckpointError(
            f"checkpoints in {Path(folder).name!r} are all damaged: {'; '.join(complaints)}; "
            "start anew in another folder"
        )
    return None


def prune(folder: Path, keep: int) -> None:
    """Remove all checkpoints but the last `keep`, and what killed processes left half written."""
    for path in all_checkpoints(folder)[:-keep]:
        _remove(path)
    for path in folder.glob(".step-*"):
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Keep other runs out of a folder while this lasts (the system ends it with the process).

    Raises:
        CheckpointError: another run is in there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise CheckpointError(
            f"checkpoints names the folder {folder.name!r}, in which another run is working now; "
            "give each run a folder of its own"
        ) from None
    try:
        yield
    finally:
        lock.release()


def _name(step: int) -> str:
    return f"step-{step:08d}"


def _plain(tensor: torch.Tensor) -> torch.Tensor:
    """A copy on the CPU with storage of its own, in the order of its shape."""
    return tensor.detach().to("cpu", copy=True).contiguous()


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sha256_of(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _to_disk(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk and not only in a cache."""
    if os.name == "nt" and path.is_dir():
        return  # Windows opens no folders; its journal keeps the names in order
    handle = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _second_name(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copyfile(source, target)
        _to_disk(target)


def _remove(path: Path) -> None:
    """Remove a folder so that it is never seen half removed."""
    if not path.exists():
        return
    away = path.with_name(f".{path.name}.old")
    shutil.rmtree(away, ignore_errors=True)
    with suppress(FileNotFoundError):
        os.replace(path, away)
    shutil.rmtree(away, ignore_errors=True)
