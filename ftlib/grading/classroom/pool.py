"""Processes that grade, all children of one that has the frameworks imported.

They share its memory, so that a second job costs a fraction of the first.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Iterable
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing.context import BaseContext

from ftlib.grading.classroom.hatchery import Egg
from ftlib.grading.judge import PRELOADABLE

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def processes(jobs: int, preload: Iterable[str], egg: Egg | None = None) -> Executor:
    """A pool of `jobs` grading processes.

    Args:
        jobs: how many submissions are graded at a time.
        preload: frameworks that the tests import; unknown ones are ignored.
        egg: where each process gets its warm parent of workers; it starts its own when None.

    Raises:
        ValueError: when `jobs` is not positive.
    """
    if jobs < 1:
        raise ValueError(f"jobs is {jobs}; give 1 or more")
    context = warm_up(preload)
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(egg,))


def warm_up(preload: Iterable[str]) -> BaseContext:
    """Have the parent of the grading processes import the frameworks, and do not wait for it."""
    for name in ONE_THREAD:  # as many jobs as cores, so one thread each; and sums do not vary
        os.environ.setdefault(name, "1")
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        wanted = [name for name in PRELOADABLE if name in set(preload) and "." not in name]
        ours = [f"ftlib.grading.classroom.{name}" for name in ("job", "warm")]
        from multiprocessing import forkserver  # does not exist everywhere

        context.set_forkserver_preload(["pytest", ours[0], *wanted, ours[1]])
        forkserver.ensure_running()
    return context


def _begin(egg: Egg | None) -> None:
    """In a new grading process: one thread a job, and no life after the parent's."""
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.set_num_threads(1)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if egg is not None:
        egg.hatch()


def _end_with_parent() -> None:
    # A pool's process holds both ends of its queue and would wait for ever when the parent is
    # killed; its warm parent of workers ends when this process does.
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
