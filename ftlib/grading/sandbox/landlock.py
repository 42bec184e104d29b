"""Landlock: the kernel refuses this process all files but those named, TCP, and outside signals.

Source: the kernel's Documentation/userspace-api/landlock.rst (ABI 1 to 7).
"""

from __future__ import annotations

import ctypes
import os

from ftlib.grading.sandbox import kernel

_VERSION_FLAG = 1
_PATH_BENEATH = 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV
_MAKE_DEVICES = 1 << 6 | 1 << 11
SCOPES = 6  # the version from which on signals and abstract sockets stay inside


class _Ruleset(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32)]


def abi() -> int:
    """The version that the running kernel has; 0 for none."""
    try:
        return kernel.syscall(kernel.LANDLOCK_CREATE_RULESET, None, 0, _VERSION_FLAG)
    except OSError:
        return 0


def _handled(version: int) -> _Ruleset:
    files = (1 << 13) - 1  # what ABI 1 knows
    files |= _REFER if version >= 2 else 0
    files |= _TRUNCATE if version >= 3 else 0
    files |= _IOCTL_DEV if version >= 5 else 0
    return _Ruleset(files, 3 if version >= 4 else 0, 3 if version >= 6 else 0)


def restrict(read: list[str], write: list[str], version: int) -> None:
    """Allow reading (and running) below `read`, everything but devices below `write`; no more.

    From ABI 4 on no TCP port can be bound or connected to; from ABI 6 on no process outside gets
    a signal or a message over an abstract socket. The process needs `no_new_privs`.

    Args:
        read: paths of folders and files; missing ones are passed over.
        write: the same.
        version: what `abi()` said.

    Raises:
        OSError: when the kernel refuses.
    """
    rules = _handled(version)
    size = 8 if version < 4 else 16 if version < 6 else 24
    ruleset = kernel.syscall(
        kernel.LANDLOCK_CREATE_RULESET, ctypes.byref(rules), ctypes.c_size_t(size), 0
    )
    try:
        for path in read:
            _allow(ruleset, path, _READ & rules.files)
        for path in write:
            _allow(ruleset, path, rules.files & ~_MAKE_DEVICES)
        kernel.syscall(kernel.LANDLOCK_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not os.path.isdir(path):
            rights &= _OF_FILES
        rule = _PathBeneath(rights, parent)
        kernel.syscall(kernel.LANDLOCK_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(parent)
