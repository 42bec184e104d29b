"""Unpack zip files that students made: only code, only inside the folder, only so much."""

from __future__ import annotations

import os
import shutil
import time
import zipfile
from pathlib import Path, PurePosixPath

from ftlib.grading.submission import MAX_BYTES, SubmissionError

MAX_FILES = 20_000
MAX_TOTAL = 2 * 2**30
KEPT = (".ipynb", ".py", ".zip", ".yml")


def unpack(archive: Path, target: Path) -> None:
    """Unpack the notebooks, Python files and inner zip files of `archive` into `target`.

    Names that lead out of the folder, links and files over the limits are left out; the time of
    each entry becomes the file's.

    Raises:
        SubmissionError: when it is no zip file, is encrypted or damaged, or is over the limits.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            entries = [each for each in opened.infolist() if _wanted(each)]
            if len(entries) > MAX_FILES or sum(each.file_size for each in entries) > MAX_TOTAL:
                raise SubmissionError(f"{archive.name} unpacks to more than is accepted")
            for each in entries:
                _write(opened, each, target)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise SubmissionError(f"{archive.name} cannot be unpacked ({error})") from None


def _wanted(entry: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
    link = (entry.external_attr >> 16) & 0o170000 == 0o120000
    outside = not parts or ".." in parts or parts[0] == "/" or ":" in parts[0]
    large = entry.file_size > (
        MAX_TOTAL if parts[-1:] and parts[-1].endswith(".zip") else MAX_BYTES
    )
    return not (entry.is_dir() or link or outside or large) and parts[-1].lower().endswith(KEPT)


def _write(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
    path = target.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    with opened.open(entry) as source, path.open("wb") as sink:
        # The size an entry declares need not be true: no more than that is ever read.
        shutil.copyfileobj(_Limited(source, entry.file_size), sink)
    stamp = time.mktime((*entry.date_time, 0, 0, -1))  # a zip keeps local time, without a zone
    os.utime(path, (stamp, stamp))


class _Limited:
    """A reader that ends after `left` bytes."""

    def __init__(self, source: object, left: int) -> None:
        self._source = source
        self._left = left

    def read(self, size: int = -1) -> bytes:
        size = self._left if size < 0 else min(size, self._left)
        part: bytes = self._source.read(size)  # type: ignore[attr-defined]
        self._left -= len(part)
        return part
