"""Become nobody: a user id that owns no file and no other process, without any capability."""

from __future__ import annotations

import ctypes
import os
import secrets
from pathlib import Path

from ftlib.grading.sandbox import kernel

_CAPABILITY_VERSION_3 = 0x2008_0522


def unused() -> int | None:
    """A user id that nothing else runs under, or None when this process may not choose one.

    Drawn at random from the upper half of the ids that exist here (a container may have few), so
    that two workers of two graders do not share one: a limit on processes counts per user.
    """
    if os.geteuid() != 0:
        return None
    try:
        maps = [line.split() for line in Path("/proc/self/uid_map").read_text().splitlines()]
    except OSError:
        return None
    ranges = [(int(first), min(int(first) + int(count), 2**31)) for first, _, count in maps]
    first, end = max(ranges, key=lambda each: each[1] - each[0])
    low = (first + end) // 2
    return low + secrets.randbelow(end - 1 - low) if end - low > 1000 else None


def become(user: int) -> None:
    """Take `user` as the only user and group id, for good. Raises OSError."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


class _Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


def renounce() -> None:
    """Give up every capability and the way to new ones. Raises OSError."""
    header = _Header(_CAPABILITY_VERSION_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    kernel.syscall(kernel.CAPSET, ctypes.byref(header), ctypes.byref(nothing))
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    kernel.prctl(kernel.PR_SET_DUMPABLE, 1)  # else /proc/self would belong to root
