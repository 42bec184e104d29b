"""One warm parent of workers for all grading processes: each gets a fork of it, which shares its
memory, instead of importing the frameworks once more."""

from __future__ import annotations

import contextlib
import socket
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ftlib.grading.classroom import job
from ftlib.grading.judge import JudgeError, Nursery
from ftlib.grading.sandbox import Protection


@dataclass(frozen=True)
class Egg:
    """Where a grading process finds its warm parent."""

    address: str
    preload: tuple[str, ...]
    protection: Protection

    def hatch(self) -> None:
        """Take a warm parent, in a grading process; without one it starts its own."""
        control = socket.socket(socket.AF_UNIX)
        try:
            control.connect(self.address)
        except OSError:
            control.close()
            return
        job.adopt(self.preload, Nursery.over(control, self.preload, self.protection))


@contextlib.contextmanager
def hatchery(preload: tuple[str, ...]) -> Iterator[Egg | None]:
    """Hand out warm parents as long as the context lasts; None when none can be had here."""
    with tempfile.TemporaryDirectory(prefix="warm-") as folder, Nursery(preload) as nursery:
        try:
            protection = nursery.protection
        except JudgeError:  # each submission will say so
            yield None
            return
        address = str(Path(folder) / "s")
        with socket.socket(socket.AF_UNIX) as door:
            door.bind(address)
            door.listen(64)
            server = threading.Thread(target=_serve, args=(door, nursery), daemon=True)
            server.start()
            try:
                yield Egg(address, preload, protection)
            finally:
                door.shutdown(socket.SHUT_RDWR)  # closing it alone would not wake the server
                server.join()


def _serve(door: socket.socket, nursery: Nursery) -> None:
    while True:
        try:
            end, _ = door.accept()
        except OSError:  # closed: the class is graded
            return
        with end, contextlib.suppress(JudgeError):
            nursery.hatch(end)
