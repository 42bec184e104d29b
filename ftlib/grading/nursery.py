"""The warm parent of workers: imports the frameworks once, forks a child for each submission.

Runs as `python -m ftlib.grading.nursery FD`; FD is a socket to the judge. It runs no code of a
student itself. On Linux it goes behind a wall before it imports anything, puts each worker behind
more, watches what a worker's processes use together, and kills whatever a submission leaves behind.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
import time
from dataclasses import dataclass, field
from typing import Any

from ftlib.grading.channel import Channel, Closed
from ftlib.grading.sandbox import kernel, landlock, room, walls, watch
from ftlib.grading.sandbox.identity import unused
from ftlib.grading.worker import Server

_REAP_S = 5.0
_WATCH_S = 0.05


@dataclass
class _Worker:
    """The one worker that lives now: what may be used, and what it is made of.

    `before` is the processor time that was used when the present task began.
    """

    limits: dict[str, Any]
    inherited: int
    pid: int = 0
    keeper: int = 0
    scratch: str = ""
    status: int | None = None
    excess: str = ""
    before: float = 0.0


@dataclass
class _Parent:
    """What stays the same from worker to worker."""

    control: Channel
    base: str = ""
    measures: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    namespace: int = -1
    count: int = 0


def main(descriptor: int) -> None:
    """Serve the judge until it closes the control socket."""
    os.set_inheritable(descriptor, False)
    parent = _Parent(Channel(socket.socket(fileno=descriptor)))
    worker: _Worker | None = None
    while True:
        if worker is not None and not _quiet(parent.control):
            _watch(worker)
            continue
        try:
            request = parent.control.receive()
        except Closed:
            _reap(worker, 0.0)
            return
        if request["op"] == "open":
            parent.control.send(_open(parent, request))
        elif request["op"] == "hatch":
            _hatch(parent)
        elif request["op"] == "fork":
            worker = _fork(parent, request["limits"])
            parent.control.send({"pid": worker.pid})
        elif request["op"] == "task":
            if worker is not None:
                worker.before = watch.cpu_s()
        else:
            status = _reap(worker, request["settle_s"])
            excess = "" if worker is None else worker.excess
            parent.control.send({"status": status, "excess": excess})
            worker = None


def _quiet(control: Channel) -> bool:
    """Whether the judge has said something within the time between two looks at the worker."""
    return bool(select.select([control.socket], [], [], _WATCH_S)[0])


def _open(parent: _Parent, request: dict[str, Any]) -> dict[str, Any]:
    """Go behind the outer wall, find out which inner ones can be built, import the frameworks."""
    parent.base, parent.paths = request["base"], room.readable(os.environ)
    try:
        parent.measures = walls.enter(request["strategy"], parent.base, parent.paths)
        if "mounts" in parent.measures:
            parent.base = room.SCRATCH
            # The only place to write to from here on, and frameworks want one when imported.
            os.environ.update(TMPDIR=room.SCRATCH, MPLCONFIGDIR=room.SCRATCH)
            tempfile.tempdir = None
        if "room" in parent.measures:
            parent.namespace = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        return {"failed": str(error)}
    if sys.platform == "linux":
        walls.prepare(parent.measures)
        for measure in walls.OPTIONAL:
            wanted = [*parent.measures, measure]
            if walls.trial(wanted, request["limits"], parent.paths, parent.base):
                parent.measures.append(measure)
        if "landlock" in parent.measures and landlock.abi() >= landlock.SCOPES:
            parent.measures.append("scope")
        parent.measures.append("watch")
    missing = [name for name in request["modules"] if not _load(name)]
    # So that a child's collector does not write into, and thereby copy, what all of them share.
    gc.collect()
    gc.freeze()
    return {"measures": parent.measures, "missing": missing}


def _hatch(parent: _Parent) -> None:
    """Fork a second parent, on the socket that follows the request; it shares this one's memory."""
    _, descriptors, _, _ = socket.recv_fds(parent.control.socket, 1, 1)
    if os.fork():
        os.close(descriptors[0])
        return
    os.set_inheritable(descriptors[0], False)
    parent.control.close()
    parent.control = Channel(socket.socket(fileno=descriptors[0]))
    if sys.platform == "linux":  # not inherited
        kernel.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1)
    if "room" not in parent.measures:
        parent.base = f"{parent.base}/{os.getpid()}"
        os.mkdir(parent.base, 0o711)


def _load(module: str) -> bool:
    try:
        importlib.import_module(module)
    except Exception:
        return False
    return True


def _fork(parent: _Parent, limits: dict[str, Any]) -> _Worker:
    """Fork a worker on the socket that follows the request."""
    _, descriptors, _, _ = socket.recv_fds(parent.control.socket, 1, 1)
    os.set_inheritable(descriptors[0], False)
    worker = _Worker(limits, watch.resident())
    user = (unused() if "identity" in parent.measures else None) or 0
    if "room" in parent.measures:
        worker.scratch = room.SCRATCH
        worker.keeper = walls.keeper()
    else:
        parent.count += 1
        worker.scratch = f"{parent.base}/work{parent.count}"
        os.mkdir(worker.scratch, 0o700)
        if user:
            os.chown(worker.scratch, user, user)
    worker.pid = os.fork()
    if worker.pid == 0:
        _become_worker(parent, worker, descriptors[0], user)
    os.close(descriptors[0])
    if worker.keeper:
        kernel.setns(parent.namespace, kernel.CLONE_NEWPID)
    return worker


def _become_worker(parent: _Parent, worker: _Worker, descriptor: int, user: int) -> None:
    try:
        # 0, 1, 2 and the channel are all a worker holds: nothing else can be written into.
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        os.dup2(descriptor, 3)
        kernel.close_from(4)
        walls.confine(parent.measures, worker.limits, worker.scratch, parent.paths, user)
        Server(socket.socket(fileno=3)).serve()
    finally:
        os._exit(0)


def _watch(worker: _Worker) -> None:
    if sys.platform == "linux" and not worker.excess:
        worker.excess = watch.excess(worker.limits, worker.inherited, worker.before)
        if worker.excess:
            _kill(worker)


def _kill(worker: _Worker) -> set[int]:
    """Kill the worker and all that it started; returns the processes that were still there."""
    living = {each.pid for each in watch.below(os.getpid()) if not each.dead}
    if worker.status is None:
        living |= {worker.pid}
    for pid in living:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
    return living


def _reap(worker: _Worker | None, settle_s: float) -> int | None:
    """End the worker and all its descendants; returns its wait status, None if unknown.

    A worker that closed its channel is given `settle_s` to end by itself, so that its own status
    says why. With a process namespace, its first process takes all others along; without one,
    descendants of the dead are adopted by this process, so killing until none is left reaches all.
    """
    if worker is None:
        return None
    begin = time.monotonic()
    while time.monotonic() < begin + _REAP_S:
        with contextlib.suppress(ChildProcessError):
            while True:
                pid, seen = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    break
                worker.status = seen if pid == worker.pid else worker.status
        if worker.status is None and time.monotonic() < begin + settle_s:
            time.sleep(0.002)
        elif not _kill(worker):
            break
        else:
            time.sleep(0.001)
    if worker.scratch != room.SCRATCH:
        shutil.rmtree(worker.scratch, ignore_errors=True)
    return worker.status


if __name__ == "__main__":
    main(int(sys.argv[1]))
    # Taking the interpreter down would write to, and so copy, all that is shared with the others.
    os._exit(0)
