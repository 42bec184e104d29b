"""What has been graded, one line a grade, appended and never changed: a killed run goes on.

A line is handed to the system at once, so that no kill takes it back; it is forced to the disk
within a second and at the end, so that a loss of power costs a second's grades at most.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

FORMAT = "ftlib-grades-1"
_FORCE_S = 1.0


class RecordError(ValueError):
    """The file is no record of grades."""


class Record:
    """The file `record.jsonl`.

    A line that a kill cut in two is dropped: its submission is graded again.
    """

    def __init__(self, path: Path) -> None:
        """Open or begin the record; RecordError when `path` is something else."""
        self.entries: list[dict[str, Any]] = list(_read(path))
        self._file = path.open("ab")
        self._forced = time.monotonic()
        whole = _whole_bytes(path)
        if whole < path.stat().st_size:
            self._file.truncate(whole)
        if whole == 0:
            self._write({"format": FORMAT})

    def append(self, entry: dict[str, Any]) -> None:
        """Add one grade."""
        self._write(entry)
        self.entries.append(entry)

    def _write(self, entry: dict[str, Any]) -> None:
        line = json.dumps(entry, sort_keys=True, separators=(",", ":"))  # ASCII: no torn character
        self._file.write(line.encode("ascii") + b"\n")
        self._file.flush()
        if time.monotonic() > self._forced + _FORCE_S:
            self._force()

    def _force(self) -> None:
        os.fsync(self._file.fileno())
        self._forced = time.monotonic()

    def close(self) -> None:
        """Force what is written to the disk and close the file."""
        self._force()
        self._file.close()

    def __enter__(self) -> Record:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _whole_bytes(path: Path) -> int:
    """Length of the file up to the end of its last whole line."""
    return path.read_bytes().rfind(b"\n") + 1


def _read(path: Path) -> Iterator[dict[str, Any]]:
    if not path.exists():
        return
    lines = path.read_bytes()[: _whole_bytes(path)].splitlines()
    for number, line in enumerate(lines, start=1):
        try:
            entry = json.loads(line)
            good = entry.get("format") == FORMAT if number == 1 else "key" in entry
        except (ValueError, AttributeError):
            good = False
        if not good:
            raise RecordError(
                f"line {number} of {path} is no grade; move the file away, or give another --output"
            )
        if number > 1:
            yield entry
