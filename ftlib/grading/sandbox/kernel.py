"""The few calls to the Linux kernel that Python 3.11's standard library has no function for."""

from __future__ import annotations

import ctypes
import functools
import os
import sys

CLONE_NEWNS = 0x0002_0000
CLONE_NEWUTS = 0x0400_0000
CLONE_NEWIPC = 0x0800_0000
CLONE_NEWUSER = 0x1000_0000
CLONE_NEWPID = 0x2000_0000
CLONE_NEWNET = 0x4000_0000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 32, 4096, 16384, 1 << 18
MNT_DETACH = 2
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP = 1, 4, 22
PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 36, 38

# The same number on every architecture since Linux 5.1.
LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF = 444, 445, 446
CLOSE_RANGE, MOUNT_SETATTR = 436, 442
# These two are older; x86_64 and aarch64.
_MACHINE = os.uname().machine if hasattr(os, "uname") else ""
PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}.get(_MACHINE, -1)
CAPSET = {"x86_64": 126, "aarch64": 91}.get(_MACHINE, -1)


@functools.cache
def _libc() -> ctypes.CDLL:
    if sys.platform != "linux":
        raise OSError("not Linux")
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def _argument(value: object) -> object:
    # Integers as long: libc's variadic syscall() would read 32 bits of them else.
    return ctypes.c_long(value) if isinstance(value, int) else value


def syscall(number: int, *args: object) -> int:
    """`syscall(2)`. Raises OSError."""
    if number < 0:
        raise OSError(f"no number is known for this call on {_MACHINE}")
    return _checked(_libc().syscall(ctypes.c_long(number), *map(_argument, args)), f"call {number}")


def prctl(option: int, value: object = 0, third: object = 0) -> int:
    """`prctl(2)`. Raises OSError."""
    args = (_argument(each) for each in (value, third, 0, 0))
    return _checked(_libc().prctl(option, *args), f"prctl({option})")


def unshare(flags: int) -> None:
    """Leave the namespaces named by `flags`. Raises OSError."""
    _checked(_libc().unshare(flags), "unshare")


def setns(descriptor: int, kind: int) -> None:
    """Enter the namespace behind `descriptor`. Raises OSError."""
    _checked(_libc().setns(descriptor, kind), "setns")


def mount(source: str, target: str, kind: str | None, flags: int, options: str = "") -> None:
    """`mount(2)`. Raises OSError."""
    encoded = None if kind is None else os.fsencode(kind)
    result = _libc().mount(
        os.fsencode(source),
        os.fsencode(target),
        encoded,
        ctypes.c_ulong(flags),
        options.encode() or None,
    )
    _checked(result, f"mount {target}")


def umount(target: str) -> None:
    """Detach what is mounted at `target`. Raises OSError."""
    _checked(_libc().umount2(os.fsencode(target), MNT_DETACH), f"umount {target}")


def pivot_root(new: str, old: str) -> None:
    """Make `new` the root of the file system, the former root visible at `old`."""
    syscall(PIVOT_ROOT, os.fsencode(new), os.fsencode(old))


def close_from(first: int) -> None:
    """Close every file descriptor from `first` on."""
    try:
        syscall(CLOSE_RANGE, first, 0xFFFF_FFFF, 0)
    except OSError:
        os.closerange(first, 65536)
