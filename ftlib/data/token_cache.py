"""Tokenise once, in earnest: token numbers on disk, found again by what they were made from.

A cache entry is a folder named by the SHA-256 of the texts, the tokenizer and the options. It
appears under that name in one step, whole, and is checked against its own hashes whenever it is
read; one that was damaged is made anew, and says so.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock

from ftlib.data.ragged import Ragged

_MANIFEST = "manifest.json"
_ARRAYS = ("flat", "offsets")
_VERSION = 1  # of the layout below: entries of another are made anew


def cached(root: Path, key: str, make: Callable[[], Ragged]) -> Ragged:
    """The entry `key` under `root`, mapped into memory; made and stored first if it is not there.

    Processes that ask at once wait for the one that makes it. When the folder cannot be written,
    the result is returned all the same, with a warning.

    Args:
        root: the folder of all entries; is made when it is missing.
        key: names the entry; a hexadecimal digest.
        make: computes the rows.
    """
    entry = root / key
    try:
        root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(root / f".{key}.lock")
        lock.acquire()
    except OSError as error:
        warnings.warn(f"tokens are not cached: {root} cannot be written ({error})", stacklevel=2)
        return make()
    try:
        if entry.exists():
            try:
                return _read(entry)
            except _Damaged as damage:
                warnings.warn(f"{entry} is damaged ({damage}); tokenising anew", stacklevel=2)
        rows = make()
        try:
            _write(entry, rows)
        except OSError as error:
            warnings.warn(f"tokens are not cached: writing failed ({error})", stacklevel=2)
            return rows
        return _read(entry)
    finally:
        lock.release()


def key_of(texts: Sequence[str], tokenizer: Any, max_length: int) -> str:
    """The name of the entry for these texts, this tokenizer and this length.

    Equal arguments give equal names on every machine; any change of a text, of their order, of the
    tokenizer's files, of its side of truncation or of the version of `tokenizers` gives another.

    Raises:
        ValueError: for a tokenizer that cannot be written down (one that is not "fast").
    """
    import tokenizers

    backend = getattr(tokenizer, "backend_tokenizer", None)
    if backend is None:
        raise ValueError(
            f"tokenizer is a {type(tokenizer).__name__}, which has no tokenizer.json to know it "
            "by; use a fast tokenizer (AutoTokenizer gives one) or cache=False"
        )
    written = json.loads(backend.to_str())
    for state in ("truncation", "padding"):  # left over from the last call, not of the tokenizer
        written.pop(state, None)
    options = {
        "version": _VERSION,
        "tokenizers": tokenizers.__version__,
        "class": type(tokenizer).__name__,
        "special": {name: str(token) for name, token in tokenizer.special_tokens_map.items()},
        "truncation_side": tokenizer.truncation_side,
        "max_length": max_length,
    }
    digest = hashlib.sha256(json.dumps([written, options], sort_keys=True).encode())
    # Lengths and then the letters: with the lengths, no two lists of texts read the same.
    digest.update(np.fromiter(map(len, texts), np.int64, len(texts)).astype("<i8").tobytes())
    digest.update("".join(texts).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


class _Damaged(Exception):
    """An entry that is not what was written; the message says in which way."""


def _write(entry: Path, rows: Ragged) -> None:
    """Write all files beside the final place, make them last, and only then name them."""
    partial = Path(tempfile.mkdtemp(prefix=f".{entry.name[:16]}.", dir=entry.parent))
    try:
        for name in _ARRAYS:
            with (partial / f"{name}.npy").open("wb") as file:
                np.save(file, np.asarray(getattr(rows, name)), allow_pickle=False)
                _settle(file)
        hashes = {name: _sha256(partial / f"{name}.npy") for name in _ARRAYS}
        manifest = {"version": _VERSION, "texts": len(rows), "sha256": hashes}
        with (partial / _MANIFEST).open("w", encoding="utf-8") as file:
            json.dump(manifest, file, indent=1)
            _settle(file)
        if entry.exists():  # damaged, or we would not be here
            shutil.rmtree(entry)
        os.rename(partial, entry)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _read(entry: Path) -> Ragged:
    """Check every file against the manifest, then map them."""
    try:
        manifest = json.loads((entry / _MANIFEST).read_text(encoding="utf-8"))
        if manifest["version"] != _VERSION:
            raise _Damaged(f"layout {manifest['version']}, not {_VERSION}")
        for name in _ARRAYS:
            expected, found = manifest["sha256"][name], _sha256(entry / f"{name}.npy")
            if found != expected:
                raise _Damaged(f"{name}.npy has SHA-256 {found}, expected {expected}")
        flat, offsets = (
            np.load(entry / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in _ARRAYS
        )
        return Ragged(flat, offsets)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _Damaged(str(error) or type(error).__name__) from error


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _settle(file: Any) -> None:
    file.flush()
    os.fsync(file.fileno())
