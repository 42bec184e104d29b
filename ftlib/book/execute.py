"""Run chapters and write the notebooks that readers open and the site renders."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ftlib.book.sources import Chapter, chapters, read

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


class ChapterFailed(RuntimeError):
    """A chapter did not run to its end, or its outputs hold what no reader should see."""


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
    _tidy(notebook)
    problems = unseemly(notebook)
    if problems:
        raise ChapterFailed(f"{chapter.name}: " + "; ".join(problems))
    text = nbformat.writes(notebook, version=4) + "\n"
    partial = chapter.notebook.with_suffix(".ipynb.part")
    partial.write_text(text, encoding="utf-8")
    os.replace(partial, chapter.notebook)


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
        with ProcessPoolExecutor(max_workers=jobs) as pool:
            futures = {pool.submit(execute, chapter): chapter for chapter in chosen}
            for future in as_completed(futures):
                error = future.exception()
                if error is not None:
                    failures.append(str(error))
                sign = "✗" if error else "✓"
                progress.console.print(f"{sign} {futures[future].name}")
                progress.advance(bar)
    return failures


def _tidy(notebook: nbformat.NotebookNode) -> None:
    """Drop what differs between machines and says nothing (kernel's version, run times)."""
    notebook.metadata["language_info"] = nbformat.from_dict({"name": "python"})
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)


_PATH = re.compile(r"(/home/|/root/|/Users/|/tmp/|[A-Z]:\\)[\w.\\/-]+")


def unseemly(notebook: nbformat.NotebookNode) -> list[str]:
    """What must not stand in a stored output: stderr text, widgets, paths of a machine."""
    problems = []
    for index, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            text = "".join(output.get("text", "")) + "".join(data.get("text/plain", ""))
            if output.get("output_type") == "error":
                problems.append(f"cell {index} ends in {output['ename']}: {output['evalue']}")
            if output.get("name") == "stderr":
                problems.append(f"cell {index} writes to stderr: {text.strip()[:200]!r}")
            if any("widget" in mime for mime in data):
                problems.append(f"cell {index} shows a widget, which a static page cannot")
            found = _PATH.search(text)
            if found:
                problems.append(f"cell {index} shows the path {found.group()!r}")
    return problems


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
