"""Run chapters and write the notebooks that readers open and the site renders."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import parent_process
from pathlib import Path
from threading import Thread

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ftlib.book.sources import Chapter, chapters, read
from ftlib.book.storing import ChapterFailed, store

CELL_TIMEOUT_S = 600
SANITISE = Path(__file__).with_name("nbval_sanitise.cfg")

# What a kernel sees when a chapter is built or tested: no progress bars and no chatter, so that
# stored outputs hold only what the chapter says. `make test` sets the same for nbval.
QUIET = {
    "TQDM_DISABLE": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "OMP_WAIT_POLICY": "PASSIVE",  # chapters run side by side: idle threads must not spin
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONHASHSEED": "0",
}


def stale(chapter: Chapter) -> bool:
    """Whether the notebook is missing or was made from another source than stands there now."""
    if not chapter.notebook.exists():
        return True
    stored = nbformat.read(chapter.notebook, as_version=4)
    return stored.metadata.get("ftlib", {}).get("source_sha256") != chapter.sha256


def execute(chapter: Chapter) -> None:
    """Run a chapter in a fresh kernel and replace its notebook, only after it succeeded.

    Raises:
        ChapterFailed: names the chapter, the cell and the error; the old notebook stays.
    """
    store(chapter, executed(chapter))


def executed(chapter: Chapter) -> nbformat.NotebookNode:
    """The chapter's notebook with the outputs of a fresh kernel; nothing is written.

    Raises:
        ChapterFailed: names the chapter, the cell and the error.
    """
    notebook = read(chapter)
    client = NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT_S,
        kernel_name="python3",
        record_timing=False,
        extra_arguments=["--Application.log_level=ERROR"],  # no word about the loopback socket
        resources={"metadata": {"path": str(chapter.source.parent)}},
    )
    try:
        client.execute(env={**os.environ, **QUIET})
    except CellExecutionError as error:
        raise ChapterFailed(f"{chapter.name}: {error}") from None
    return notebook


def execute_all(chosen: Sequence[Chapter], jobs: int) -> list[str]:
    """Run chapters, `jobs` at a time, with a progress bar. Returns what failed, one text each."""
    failures: list[str] = []
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task("chapters", total=len(chosen))
        with ProcessPoolExecutor(max_workers=jobs, initializer=_end_with_parent) as pool:
            futures = {pool.submit(execute, chapter): chapter for chapter in chosen}
            for future in as_completed(futures):
                error = future.exception()
                if error is not None:
                    failures.append(str(error))
                sign = "✗" if error else "✓"
                progress.console.print(f"{sign} {futures[future].name}")
                progress.advance(bar)
    return failures


def _end_with_parent() -> None:
    """End this worker when the command is gone, however it went; its kernel ends with it."""
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()  # comes back also when the parent was killed
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def retest(book: Path, jobs: int) -> int:
    """Run all stored notebooks again under nbval; returns pytest's exit code.

    The measured figure of a claim and cells tagged `nbval-ignore-output` are left out of the
    comparison; a claim that fails raises in its cell and fails the run.
    """
    notebooks = [str(chapter.notebook) for chapter in chapters(book)]
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-cell-timeout"]
    command += [str(CELL_TIMEOUT_S), "--nbval-sanitize-with", str(SANITISE), "-p", "no:randomly"]
    command += ["-n", str(jobs), "--dist", "loadfile", *notebooks]
    return subprocess.run(command, env={**os.environ, **QUIET}, check=False).returncode


def default_jobs() -> int:
    """Two at the most: a chapter uses all cores of a small machine by itself."""
    return min(2, os.cpu_count() or 1)


def book_folder(root: Path) -> Path:
    """The `book/` folder under `root`, or a clear error."""
    book = root / "book"
    if not (book / "_config.yml").exists():
        raise ChapterFailed(f"{book} holds no book; run this in the project's root folder")
    return book
