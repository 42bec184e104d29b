"""The warm parent of workers: imports the frameworks once, forks a child for each submission.

Runs as `python -m ftlib.grading.nursery FD`; FD is a socket to the judge. It runs no code of a
student itself. On Linux it adopts whatever a submission leaves behind, and kills it.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import os
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

from ftlib.grading.channel import Channel, Closed
from ftlib.grading.worker import isolate, serve

_PR_SET_CHILD_SUBREAPER = 36
_REAP_S = 5.0


def main(descriptor: int) -> None:
    """Serve the judge until it closes the control socket."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    control = Channel(socket.socket(fileno=descriptor))
    child = 0
    while True:
        try:
            request = control.receive()
        except Closed:
            _reap(child, 0.0)
            return
        if request["op"] == "preload":
            control.send({"missing": [name for name in request["modules"] if not _load(name)]})
        elif request["op"] == "fork":
            child = _fork(control, request)
            control.send({"pid": child})
        else:
            control.send({"status": _reap(child, request["settle_s"])})
            child = 0


def _load(module: str) -> bool:
    try:
        importlib.import_module(module)
    except Exception:
        return False
    return True


def _fork(control: Channel, request: dict[str, Any]) -> int:
    """Fork a worker on the socket that follows the request; returns its process id."""
    _, descriptors, _, _ = socket.recv_fds(control.socket, 1, 1)
    child = os.fork()
    if child:
        os.close(descriptors[0])
        return child
    try:
        # 0, 1, 2 and the channel are all a worker holds: nothing else can be written into.
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        os.dup2(descriptors[0], 3)
        os.closerange(4, 65536)
        isolate(request["limits"], request["scratch"])
        serve(Channel(socket.socket(fileno=3)))
    finally:
        os._exit(0)


def _reap(child: int, settle_s: float) -> int | None:
    """Kill the worker and all its descendants. Returns the worker's wait status, None if unknown.

    A worker that closed its channel is given `settle_s` to end by itself, so that its own status
    says why. Descendants of the dead are adopted by this process, so killing children until
    there are none left reaches them all.
    """
    status: int | None = None
    begin = time.monotonic()
    while time.monotonic() < begin + _REAP_S:
        with contextlib.suppress(ChildProcessError):
            while True:
                pid, seen = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    break
                status = seen if pid == child else status
        if child and status is None and time.monotonic() < begin + settle_s:
            time.sleep(0.002)
            continue
        living = _children() | ({child} if child and status is None else set())
        if not living:
            break
        for pid in living:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.001)
    return status


def _children() -> set[int]:
    """Process ids of the direct children (Linux; elsewhere only the worker itself is known)."""
    found: set[int] = set()
    for entry in Path("/proc").glob("[0-9]*/stat") if sys.platform == "linux" else ():
        with contextlib.suppress(OSError, IndexError, ValueError):
            fields = entry.read_text().rpartition(")")[2].split()
            if int(fields[1]) == os.getpid() and fields[0] != "Z":
                found.add(int(entry.parent.name))
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]))
