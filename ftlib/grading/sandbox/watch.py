"""What all processes of a submission use together, for the limits that no process has alone."""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


@dataclass(frozen=True)
class Process:
    """One line of `/proc`: processor seconds with those of reaped children, and bytes resident."""

    pid: int
    parent: int
    dead: bool
    cpu_s: float
    resident: int


def below(root: int) -> list[Process]:
    """All descendants of the process `root` (Linux; elsewhere none are known)."""
    found: dict[int, list[Process]] = {}
    for name in os.listdir("/proc") if sys.platform == "linux" else ():
        if name.isdigit():
            with contextlib.suppress(OSError, IndexError, ValueError):
                process = _read(name)
                found.setdefault(process.parent, []).append(process)
    reached, waiting = [], [root]
    while waiting:
        children = found.pop(waiting.pop(), [])
        reached += children
        waiting += [child.pid for child in children]
    return reached


def _read(pid: str) -> Process:
    with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
        fields = file.read().rpartition(")")[2].split()
    ticks = sum(map(int, fields[11:15]))
    return Process(
        int(pid), int(fields[1]), fields[0] == "Z", ticks / _TICKS, int(fields[21]) * _PAGE
    )


def excess(limits: dict[str, int], inherited: int, before: float = 0.0) -> str:
    """Which limit the descendants of this process are over: cpu, task, memory, processes, or none.

    Args:
        limits: `cpu_s`, `task_cpu_s`, `memory_bytes` and `processes`.
        inherited: bytes that this process has itself; every child begins with a copy of them
            that costs nothing until it is written to.
        before: `cpu_s()` when the present task began.
    """
    living = [each for each in below(os.getpid()) if not each.dead]
    if len(living) > limits["processes"] + 2:  # the worker and the first process of its namespace
        return "processes"
    used = sum(each.cpu_s for each in living)
    if used > limits["cpu_s"]:
        return "cpu"
    if used - before > limits["task_cpu_s"]:
        return "task"
    rough = sum(max(0, each.resident - inherited) for each in living)
    allowed = limits["memory_bytes"]
    # Resident memory counts shared pages again in each process; the exact figure takes longer.
    if rough > allowed and sum(map(_proportional, living)) > allowed + inherited:
        return "memory"
    return ""


def cpu_s() -> float:
    """Seconds of processor time that the living descendants of this process have used."""
    return sum(each.cpu_s for each in below(os.getpid()) if not each.dead)


def _proportional(process: Process) -> int:
    with contextlib.suppress(OSError, IndexError, ValueError):
        for line in Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return process.resident


def resident() -> int:
    """Bytes that this process has in memory; 0 where that cannot be read."""
    with contextlib.suppress(OSError, ValueError):
        return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE
    return 0
