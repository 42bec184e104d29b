"""Limits of one process that every Unix has (`setrlimit`)."""

from __future__ import annotations

import os
import sys
from typing import Any

if sys.platform != "win32":
    import resource


def limit(limits: dict[str, Any], count_processes: bool) -> None:
    """Set the limits on processor time, file size, open files, processes and memory for good.

    Memory is address space beyond what is mapped already (the frameworks); elsewhere than on
    Linux address space says little, or cannot be limited. The kernel counts processes per user:
    `count_processes` says that this user has no others.
    """

    def at_most(name: str, value: int) -> None:
        kind = getattr(resource, name, None)
        if kind is None:
            return
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))

    at_most("RLIMIT_CORE", 0)
    at_most("RLIMIT_CPU", limits["cpu_s"])
    at_most("RLIMIT_FSIZE", limits["file_bytes"])
    at_most("RLIMIT_NOFILE", limits["files"])
    at_most("RLIMIT_MSGQUEUE", 0)
    if sys.platform == "linux":
        if count_processes:
            at_most("RLIMIT_NPROC", limits["processes"] + 2)
        with open("/proc/self/statm") as file:
            mapped = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        at_most("RLIMIT_AS", mapped + limits["memory_bytes"])
