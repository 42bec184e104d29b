"""The trusted side: starts workers, sends them requests, keeps the clock, says why one ended."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import Any

from platformdirs import user_cache_path

from ftlib.grading import wire
from ftlib.grading.channel import Channel, Closed
from ftlib.grading.sandbox import room, walls
from ftlib.grading.sandbox.protection import Protection

# Known frameworks only: a name out of a submission must not make the warm parent import anything.
# (torch's optimisers import torch._dynamo on first use: four seconds, better spent once.)
PRELOADABLE = (
    *("numpy", "pandas", "sklearn", "torch", "torch._dynamo"),
    *("transformers", "tensorflow", "keras"),
)
_START_S = 120.0
_failed: set[str] = set()  # outer walls that cannot be built on this machine


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Seconds of wall-clock time for a call, for a cell, for the calls of a task, and in all; seconds
    of processor time in all and for a task, bytes of memory (beyond what the imported frameworks
    take) and processes, all of its processes together; bytes a file and in all files; open files.
    """

    call_s: float = 10.0
    cell_s: float = 60.0
    task_s: float = 120.0
    total_s: float = 300.0
    cpu_s: int = 300
    task_cpu_s: int = 120
    memory_bytes: int = 3 * 2**30
    processes: int = 128
    file_bytes: int = 16 * 2**20
    scratch_bytes: int = 256 * 2**20
    files: int = 256

    def of_processes(self) -> dict[str, int]:
        """Those limits that the worker's side keeps."""
        return {name: value for name, value in asdict(self).items() if isinstance(value, int)}


class Stopped(BaseException):
    """A call was not answered: it hung, or the process under it ended.

    No `Exception`, so that a test that expects an exception of the student's cannot take the
    death of a worker for it.
    """

    student_type = "Stopped"


class JudgeError(RuntimeError):
    """Grading itself cannot run on this machine, whatever the submission is."""


class Worker:
    """One untrusted process. Ends at the first sign of trouble; the caller starts another.

    Args:
        nursery: its warm parent.
        limits: what it may use.
        outside: gives objects that are sent a reference (`ftlib.grading.wire`).
        inside: gives what stands for a reference that is received.
    """

    def __init__(
        self,
        nursery: Nursery,
        limits: Limits,
        outside: wire.Outside | None = None,
        inside: wire.Inside | None = None,
    ) -> None:
        self._nursery = nursery
        self._count = 0
        self._ended = False
        here, there = socket.socketpair()
        self._channel = Channel(here, outside, inside)
        try:
            self._pid = nursery._fork(there, limits)
        finally:
            there.close()
        try:
            self._channel.receive(time.monotonic() + _START_S)
        except (Closed, TimeoutError, wire.WireError):
            self.end()
            raise JudgeError(
                "a worker could not be put behind the walls that this run has: "
                f"{nursery.protection}"
            ) from None

    @property
    def received(self) -> int:
        """Bytes that have come from it so far."""
        return self._channel.received

    def ask(
        self,
        request: dict[str, Any],
        seconds: float,
        doing: str,
        callback: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
    ) -> dict[str, Any]:
        """Send one request and wait for its answer.

        Args:
            request: what `ftlib.grading.worker` understands.
            seconds: how long to wait; the time that `callback` takes is not counted.
            doing: the subject of the sentence that is raised, such as `half(…)`.
            callback: answers what the worker asks before it answers; it may ask the worker again.

        Raises:
            Stopped: no answer in time, the process ended, or it sent no answer to this request.
                The worker and all its children are dead then.
            WireError: `request` holds a value that cannot be sent; the worker lives on.
        """
        self._count += 1
        number = self._count
        deadline = time.monotonic() + seconds
        try:
            self._channel.send({"id": number, **request}, deadline)
            while True:
                answer = self._channel.receive(deadline)
                if not isinstance(answer, dict) or answer.get("id") != number:
                    raise wire.MalformedError("an answer to another request")
                if "call" not in answer:
                    return answer
                if callback is None:
                    raise wire.MalformedError("a call where none can be made")
                begin = time.monotonic()
                reply = callback(answer)
                deadline += time.monotonic() - begin
                self._channel.send({"op": "return", **reply}, deadline)
        except TimeoutError:
            self.end()
            raise Stopped(f"{doing} took longer than {seconds:.0f} s and was stopped") from None
        except Closed:
            why = _why(*self.end(settle_s=2.0))
            raise Stopped(f"{doing} {why}") from None
        except wire.MalformedError:
            self.end()
            raise Stopped(f"{doing} made its process send what is no answer") from None

    def begin_task(self) -> None:
        """From now on its processor time counts for another task."""
        self._nursery._tell({"op": "task"})

    def end(self, settle_s: float = 0.0) -> tuple[int | None, str]:
        """Kill the process and everything it started.

        Returns its wait status if it is known, and the limit that it was over, if one.
        """
        if self._ended:
            return None, ""
        self._ended = True
        self._channel.close()
        return self._nursery._reap(self._pid, settle_s)


_OVER = {
    "cpu": "used more processor time than it may",
    "task": "used more processor time than one task may",
    "memory": "used more memory than it may",
    "processes": "started more processes than it may",
}


def _why(status: int | None, excess: str) -> str:
    if excess in _OVER:
        return _OVER[excess]
    if status is None:
        return "made its process go away"
    if os.WIFEXITED(status):
        return f"ended its own process (exit code {os.WEXITSTATUS(status)})"
    number = os.WTERMSIG(status)
    if number == signal.SIGXCPU:
        return _OVER["cpu"]
    if number == signal.SIGKILL:
        return "had its process killed (by itself, or for want of memory)"
    return f"crashed its process ({signal.Signals(number).name})"


class Nursery:
    """The judge's hold on the warm parent (`ftlib.grading.nursery`). One worker at a time.

    Use as a context manager; a parent that dies is started anew by the next worker.

    Args:
        preload: names of packages to import once, for all workers; unknown ones are left out.
        strategies: outer walls to try, the best first.
    """

    def __init__(
        self, preload: Iterable[str] = (), strategies: Sequence[str] = walls.STRATEGIES
    ) -> None:
        if not hasattr(os, "fork"):
            raise JudgeError(
                "graded runs need Linux or macOS; on Windows use WSL (check() in the notebook "
                "works everywhere)"
            )
        self._preload = [name for name in PRELOADABLE if name in {"numpy", *preload}]
        self._strategies = [name for name in strategies if name not in _failed]
        self._process: subprocess.Popen[bytes] | None = None
        self._control: Channel | None = None
        self._base = ""
        self._measures: tuple[str, ...] = ()

    @classmethod
    def over(
        cls, control: socket.socket, preload: Iterable[str], protection: Protection
    ) -> Nursery:
        """A hold on a parent that another process's `hatch` made, on the other end of `control`.

        Should that parent die, this one starts its own.
        """
        nursery = cls(preload)
        nursery._control, nursery._measures = Channel(control), protection.measures
        return nursery

    def hatch(self, end: socket.socket) -> None:
        """Have the parent fork another like itself, which serves the judge at `end`.

        Both share the memory of the frameworks. A hatched parent ends with its judge, or with
        this one.

        Raises:
            JudgeError: when there is no parent to be had.
        """
        try:
            control = self._start()
            control.send({"op": "hatch"})
            socket.send_fds(control.socket, [b"."], [end.fileno()])
        except OSError:
            self._kill()
            raise JudgeError("the warm parent of the workers is gone") from None

    @property
    def protection(self) -> Protection:
        """What keeps every worker of this parent from the machine; starts the parent."""
        self._start()
        return Protection(self._measures)

    def __enter__(self) -> Nursery:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the parent and whatever lives below it."""
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if self._base:
            shutil.rmtree(self._base, ignore_errors=True)
        self._process = self._control = None
        self._base = ""

    def _start(self) -> Channel:
        alive = self._process is None or self._process.poll() is None
        if self._control is not None and alive:
            return self._control
        said = "no way to start it is known"
        for strategy in self._strategies:
            self.close()
            command = [sys.executable, "-P", "-m", "ftlib.grading.nursery"]
            if strategy == "bubblewrap":
                wrapped = walls.bubblewrap(room.readable(_environment()))
                if wrapped is None:
                    continue
                command = wrapped + command
            said = self._launch(command, strategy)
            if not said and self._control is not None:
                self._strategies = [strategy]  # a parent that is started anew has no less
                return self._control
        raise JudgeError(f"the worker process does not start: {said}")

    def _launch(self, command: list[str], strategy: str) -> str:
        """Start the parent behind one kind of wall; returns why it does not run, or nothing."""
        here, there = socket.socketpair()
        self._base = tempfile.mkdtemp(prefix="grading-")
        os.chmod(self._base, 0o711)
        with tempfile.TemporaryFile() as errors:
            self._process = subprocess.Popen(
                [*command, str(there.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                pass_fds=[there.fileno()],
                env=_environment(),
                cwd="/",
                start_new_session=True,
            )
            there.close()
            self._control = Channel(here)
            request: dict[str, Any] = {
                "op": "open",
                "strategy": strategy,
                "base": self._base,
                "modules": self._preload,
                "limits": Limits().of_processes(),
            }
            try:
                self._control.send(request)
                answer = self._control.receive(time.monotonic() + _START_S)
            except (Closed, TimeoutError, wire.WireError) as error:
                self._process.kill()
                errors.seek(0)
                return "".join(
                    errors.read().decode(errors="replace").strip().splitlines()[-1:]
                ) or str(error)
        self._measures = tuple(answer.get("measures", ()))
        if "failed" in answer:
            _failed.add(strategy)
        return str(answer.get("failed", ""))

    def _fork(self, end: socket.socket, limits: Limits) -> int:
        for last_try in (False, True):
            control = self._start()
            try:
                control.send({"op": "fork", "limits": limits.of_processes()})
                socket.send_fds(control.socket, [b"."], [end.fileno()])
                return int(control.receive(time.monotonic() + _START_S)["pid"])
            except (OSError, wire.WireError):  # a submission may have killed the parent
                self._kill()
                if last_try:
                    raise JudgeError("the warm parent of the workers keeps dying") from None
        raise AssertionError

    def _reap(self, pid: int, settle_s: float) -> tuple[int | None, str]:
        if self._control is not None:
            try:
                self._control.send({"op": "reap", "settle_s": settle_s})
                answer = self._control.receive(time.monotonic() + settle_s + 15)
                return answer["status"], answer["excess"]
            except (OSError, wire.WireError):
                self._kill()
        return None, ""

    def _tell(self, request: dict[str, Any]) -> None:
        """Say something that has no answer; a parent that is gone is found out by the next ask."""
        if self._control is not None:
            with contextlib.suppress(OSError):
                self._control.send(request)

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
        self.close()


def _environment() -> dict[str, str]:
    """A clean environment: nothing of the instructor's but what programs are found by."""
    kept = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "KERAS_BACKEND", "VIRTUAL_ENV")
    one = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
    # Answers may use the book's models and data: where those lie, since HOME is another here.
    cache = os.environ.get("FTLIB_CACHE") or str(user_cache_path("ftlib", False))
    return {
        "FTLIB_CACHE": cache,
        **{name: os.environ[name] for name in kept if name in os.environ},
        **dict.fromkeys(one, "1"),  # idle threads do not survive a fork; and sums do not vary
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "NUMBA_DISABLE_JIT": "1",  # what a worker compiles, for seconds, would go with it
        "CUDA_VISIBLE_DEVICES": "",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TQDM_DISABLE": "1",
        "HF_HUB_OFFLINE": "1",
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": tempfile.gettempdir(),
    }
