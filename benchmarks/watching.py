"""Memory and processor time of a command and of all processes below it."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Watched:
    """What a command used: seconds, the most memory (PSS, over all processes), and its output."""

    seconds: float
    processor_s: float
    peak_mb: float
    code: int
    output: str


def watched(
    command: Sequence[str],
    cwd: Path,
    env: Mapping[str, str] | None = None,
    every_s: float = 0.25,
) -> Watched:
    """Run a command to its end and look at its processes every `every_s` seconds (Linux)."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env=None if env is None else dict(env),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    ended, peaks, spent = threading.Event(), [0.0], [0.0]

    def look() -> None:
        while not ended.wait(every_s):
            below = _below(process.pid)
            spent[0] = max(spent[0], sum(_processor_s(pid) for pid in below))
            memory = sum(_pss_mb(pid) for pid in below)
            # A fork between two readings would count what parent and child share twice.
            if _below(process.pid) == below:
                peaks[0] = max(peaks[0], memory)

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    output, _ = process.communicate()
    seconds = time.perf_counter() - begin
    ended.set()
    watcher.join()
    return Watched(seconds, spent[0], peaks[0], process.returncode, output)


def _fields(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _below(root: int) -> set[int]:
    """`root` and all its descendants."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        fields = _fields(int(entry.name))
        if fields:
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, new = {root}, [root]
    while new:
        new = [child for pid in new for child in children.get(pid, []) if child not in found]
        found.update(new)
    return found


def _processor_s(pid: int) -> float:
    """Its own processor time and that of children it has waited for."""
    fields = _fields(pid)
    return sum(int(each) for each in fields[11:15]) / _TICK if fields else 0.0


def _pss_mb(pid: int) -> float:
    """Its share of memory: pages that n processes share count 1/n for each."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
