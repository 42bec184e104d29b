"""A file system of its own: what Python needs, read-only; a scratch folder in memory; no more.

The warm parent moves into the room once (`build`); each worker gets its own scratch folder and
its own view of processes in it (`furnish`). Needs a mount namespace, entered before.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import site
import sys
from collections.abc import Mapping
from pathlib import Path

from ftlib.grading.sandbox import kernel

SCRATCH = "/ftlib-scratch"  # a name of its own: Python may be installed below /tmp or /scratch
_SYSTEM = (
    *("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store", "/gnu/store"),
    *("/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives"),
    *("/etc/localtime", "/etc/nsswitch.conf", "/etc/ssl", "/etc/os-release"),
    *("/sys/devices/system/cpu", "/sys/devices/system/node"),
)
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
_IN_PREFIX = ("lib", "lib64", "bin", "include", "share", "etc", "pyvenv.cfg")
_MOUNT_ATTR_RDONLY, _MOUNT_ATTR_NOSUID, _MOUNT_ATTR_NODEV = 1, 2, 4
_AT_RECURSIVE = 0x8000


def readable(environment: Mapping[str, str]) -> list[str]:
    """The paths that running Python code needs to read; none of them holds anything of a course.

    The interpreter's and the environment's folders, the system's libraries, this package, and the
    cache of models and data. Never the folder that an editable install puts on `sys.path`: the
    hidden tests may be below it.
    """
    found = list(_SYSTEM)
    for prefix in {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}:
        found += [f"{prefix}/{name}" for name in _IN_PREFIX]
    found += [path for path in (*sys.path, *site.getsitepackages()) if path.endswith("-packages")]
    found += [str(Path(__file__).parents[2])]
    found += environment.get("LD_LIBRARY_PATH", "").split(":")
    found += [environment.get("FTLIB_CACHE", "")]
    present = {path.rstrip("/") for path in found if os.path.isabs(path) and os.path.exists(path)}
    present |= {os.path.realpath(path) for path in present}
    # Shortest first, and nothing twice; a link (such as /bin) stands for itself.
    kept: list[str] = []
    for path in sorted(present - {""}, key=lambda path: (path.count("/"), path)):
        if not any(path.startswith(above + "/") for above in kept if not os.path.islink(above)):
            kept.append(path)
    return kept


def build(base: str, paths: list[str]) -> None:
    """Make a room of `paths` at the empty folder `base` and move into it.

    Raises:
        OSError: when the kernel does not allow it; the process must end then.
    """
    kernel.mount("none", "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    flags = kernel.MS_NOSUID | kernel.MS_NODEV
    kernel.mount("tmpfs", base, "tmpfs", flags, "size=1m,nr_inodes=4096,mode=0755")
    for path in (*paths, *DEVICES):
        _place(path, base)
    for name in ("/proc", SCRATCH, "/dev", "/old", "/etc"):
        os.makedirs(base + name, exist_ok=True)
    if not os.path.exists(f"{base}/tmp"):
        os.symlink(SCRATCH, f"{base}/tmp")
    Path(f"{base}/etc/passwd").write_text(f"student:x:1000:1000::{SCRATCH}:/bin/sh\n")
    os.symlink("/proc/self/fd", f"{base}/dev/fd")
    os.symlink(SCRATCH, f"{base}/dev/shm")
    kernel.mount("tmpfs", base + SCRATCH, "tmpfs", flags, "size=64m,mode=0700")
    kernel.mount("proc", f"{base}/proc", "proc", flags | kernel.MS_NOEXEC)
    kernel.pivot_root(base, f"{base}/old")
    os.chdir("/")
    kernel.umount("/old")
    os.rmdir("/old")
    kernel.mount("none", "/", None, kernel.MS_REMOUNT | kernel.MS_BIND | kernel.MS_RDONLY | flags)


def _place(path: str, base: str) -> None:
    """Show `path` of the old root, read-only, at the same place of the new one."""
    target = base + path
    os.makedirs(os.path.dirname(target), mode=0o755, exist_ok=True)
    if os.path.islink(path) and path.count("/") == 1:  # /bin → usr/bin
        os.symlink(os.readlink(path), target)
        return
    source = os.path.realpath(path)
    if os.path.isdir(source):
        os.makedirs(target, mode=0o755, exist_ok=True)
    elif not os.path.exists(target):
        Path(target).touch()
    kernel.mount(source, target, None, kernel.MS_BIND | kernel.MS_REC)
    if path not in DEVICES:
        _protect(target)


class _MountAttributes(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("set", "clear", "propagation", "userns")]


def _protect(target: str) -> None:
    """No writes, devices or set-user-ID programs below `target`, whatever is mounted there."""
    attributes = _MountAttributes(
        _MOUNT_ATTR_RDONLY | _MOUNT_ATTR_NOSUID | _MOUNT_ATTR_NODEV, 0, 0, 0
    )
    size = ctypes.sizeof(attributes)
    try:
        pointer = ctypes.byref(attributes)
        kernel.syscall(kernel.MOUNT_SETATTR, -1, os.fsencode(target), _AT_RECURSIVE, pointer, size)
    except OSError:  # before Linux 5.12
        flags = kernel.MS_REMOUNT | kernel.MS_BIND | kernel.MS_RDONLY
        kernel.mount("none", target, None, flags | kernel.MS_NOSUID | kernel.MS_NODEV)


def furnish(scratch_bytes: int) -> None:
    """In a fresh child: a scratch folder and a `/proc` that nobody else sees."""
    kernel.unshare(kernel.CLONE_NEWNS | kernel.CLONE_NEWIPC)
    flags = kernel.MS_NOSUID | kernel.MS_NODEV
    options = f"size={scratch_bytes},nr_inodes=16384,mode=1777"
    kernel.mount("tmpfs", SCRATCH, "tmpfs", flags, options)
    with contextlib.suppress(OSError):  # where it may not, the parent's shows no more than names
        kernel.mount("proc", "/proc", "proc", flags | kernel.MS_NOEXEC)
