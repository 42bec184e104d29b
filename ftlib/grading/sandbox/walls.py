"""The walls between a submission and the machine: which can be built here, and building them.

The parent goes behind the outer wall once (`enter`); every worker behind the inner ones
(`confine`), in milliseconds. A *measure* is one of the names in `ftlib.grading.sandbox`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

from ftlib.grading.sandbox import identity, kernel, landlock, room, syscalls
from ftlib.grading.sandbox.limits import limit

STRATEGIES = ("namespaces", "bubblewrap", "none")
OPTIONAL = ("identity", "landlock", "seccomp")
_OUTER = {
    "namespaces": ["room", "mounts", "network", "pids"],
    "bubblewrap": ["bubblewrap", "mounts", "network", "pids"],
    "none": [],
}
_WAIT = "import signal\nwhile True: signal.pause()"
_PROC = ("/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/filesystems")


def enter(strategy: str, base: str, paths: list[str]) -> list[str]:
    """Go behind the outer wall; returns the measures that it is made of.

    With namespaces, the process that returns is a child: the first process of a new process
    namespace, so that all below it ends when it does. Its parent only waits for it.

    Raises:
        OSError: when the wall cannot be built; the process must end then.
    """
    if strategy == "namespaces":
        _leave()
        child = os.fork()
        if child:
            kernel.close_from(3)  # the judge must see at once when the child is gone
            os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 0xFF)
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        room.build(base, paths)
    elif sys.platform == "linux":
        kernel.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1)
    return list(_OUTER[strategy])


def _leave() -> None:
    """Own mounts, network, IPC, host name and processes; for ordinary users by way of a fifth."""
    flags = kernel.CLONE_NEWNS | kernel.CLONE_NEWNET | kernel.CLONE_NEWIPC | kernel.CLONE_NEWUTS
    flags |= kernel.CLONE_NEWPID
    try:
        kernel.unshare(flags)
    except OSError:
        user, group = os.geteuid(), os.getegid()
        kernel.unshare(kernel.CLONE_NEWUSER | flags)
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def bubblewrap(paths: list[str]) -> list[str] | None:
    """The beginning of a command line that builds the same wall with bubblewrap, if it is there.

    For systems that let no other program make namespaces.
    """
    program = shutil.which("bwrap")
    if program is None:
        return None
    command = [program, "--unshare-all", "--die-with-parent", "--proc", "/proc", "--dev", "/dev"]
    for path in paths:
        command += ["--ro-bind", os.path.realpath(path), path]
    if not any(path.startswith("/tmp/") for path in paths):
        command += ["--symlink", room.SCRATCH, "/tmp"]
    return [*command, "--tmpfs", room.SCRATCH, "--chdir", "/"]


def keeper() -> int:
    """Open a process namespace for the next fork, with a first process that does nothing.

    So the worker is no namespace's first process, for which signals mean something else; and
    killing that one kills all others at once.
    """
    kernel.unshare(kernel.CLONE_NEWPID)
    program = shutil.which("sleep", path="/usr/bin:/bin")
    command = [program, "infinity"] if program else [sys.executable, "-ISc", _WAIT]
    return os.posix_spawn(command[0], command, {}, setpgroup=0)


def confine(
    measures: list[str], limits: dict[str, Any], scratch: str, paths: list[str], user: int
) -> None:
    """Put this process, a fresh fork of the parent, behind the inner walls for good.

    Args:
        measures: which to build. One that fails raises: a worker is never less protected than
            was said.
        limits: the fields of `Limits` that concern a process.
        scratch: the only folder that it may write to.
        paths: what it may read.
        user: the user id to become, with the measure `identity`.

    Raises:
        OSError: when a wall cannot be built.
    """
    os.setsid()
    if "room" in measures:
        room.furnish(limits["scratch_bytes"])
    os.chdir(scratch)
    os.environ.update(HOME=scratch, TMPDIR=scratch, MPLCONFIGDIR=scratch, USER="student")
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # when memory runs out, it is this one that goes
            Path("/proc/self/oom_score_adj").write_text("1000")
        if "identity" in measures:
            identity.become(user)
        identity.renounce()
        if "pids" not in measures:
            kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    if "landlock" in measures:
        proc = ["/proc"] if "room" in measures else list(_PROC)
        landlock.restrict([*paths, *proc], [scratch, *room.DEVICES], landlock.abi())
    limit(limits, count_processes="identity" in measures or "pids" in measures)
    if "seccomp" in measures:
        syscalls.restrict(_alone(measures))


def _alone(measures: list[str]) -> bool:
    """Whether a worker sees no files and processes but its own."""
    return {"mounts", "pids"} <= set(measures)


def prepare(measures: list[str]) -> None:
    """Make in the parent, once, what every worker would make for itself after its fork."""
    if syscalls.available():
        syscalls.program(os.uname().machine, _alone(measures))


def trial(measures: list[str], limits: dict[str, Any], paths: list[str], scratch: str) -> bool:
    """Whether a fork of this process can be put behind these walls and still read what it needs."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == 0
    try:
        # Asked before: behind a wall, a folder that cannot be reached looks as if it were none.
        needed = [
            path
            for path in sys.path
            if os.path.isdir(path) and any(path.startswith(each) for each in paths)
        ]
        user = identity.unused() if "identity" in measures else None
        if ("identity" in measures) != (user is not None):
            os._exit(1)
        confine(measures, limits, scratch, paths, user or 0)
        for path in needed:
            os.listdir(path)
    except BaseException:
        os._exit(1)
    os._exit(0)
