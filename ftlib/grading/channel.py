"""One end of the socket between judge and worker: frames in both directions, with deadlines."""

from __future__ import annotations

import socket
import time
from typing import Any

from ftlib.grading import wire


class Closed(ConnectionError):
    """The other end is gone."""


class Channel:
    """Frames over a connected stream socket.

    Args:
        end: this end of it.
        outside: gives objects that are no plain values a reference (`ftlib.grading.wire`).
        inside: gives what stands for a reference.
    """

    def __init__(
        self,
        end: socket.socket,
        outside: wire.Outside | None = None,
        inside: wire.Inside | None = None,
    ) -> None:
        self.socket = end
        self.received = 0  # bytes so far
        self._outside, self._inside = outside, inside

    def send(self, value: Any, deadline: float | None = None) -> None:
        """Send one value; `deadline` is a time of `time.monotonic()`.

        Raises:
            WireError: the value cannot be sent (nothing has been).
            TimeoutError: the deadline passed.
            Closed: the other end is gone.
        """
        frame = wire.pack(value, self._outside)
        try:
            self._limit(deadline)
            self.socket.sendall(frame)
        except TimeoutError:
            raise
        except OSError:
            raise Closed("the other end is gone") from None

    def receive(self, deadline: float | None = None) -> Any:
        """Receive one value.

        Raises:
            MalformedError: what came is no frame; the channel is of no use any more.
            TimeoutError: the deadline passed.
            Closed: the other end is gone.
        """
        header, payload = wire.sizes(self._exactly(wire.HEAD.size, deadline))
        head = self._exactly(header, deadline)
        body = self._exactly(payload, deadline)
        self.received += header + payload
        return wire.unpack(head, body, self._inside)

    def _exactly(self, count: int, deadline: float | None) -> bytes:
        parts = bytearray()
        while len(parts) < count:
            try:
                self._limit(deadline)
                part = self.socket.recv(min(count - len(parts), 2**20))
            except TimeoutError:
                raise
            except OSError:
                part = b""
            if not part:
                raise Closed("the other end is gone")
            parts += part
        return bytes(parts)

    def _limit(self, deadline: float | None) -> None:
        if deadline is None:
            self.socket.settimeout(None)
            return
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the deadline has passed")
        self.socket.settimeout(left)

    def close(self) -> None:
        """Close this end."""
        self.socket.close()
