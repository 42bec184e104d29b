"""Progress bars on stderr for a pull; silent where nobody looks."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Self


class Bars:
    """One bar a step. `start` ends the step before it and gives the function that moves the bar."""

    def __init__(self, quiet: bool = False) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

        silent = quiet or bool(os.environ.get("TQDM_DISABLE"))
        self._console = Console(file=sys.stderr, quiet=silent)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            console=self._console,
            disable=silent,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._finish()
        self._progress.stop()

    def start(self, label: str, total: int | None) -> Callable[[int], None]:
        """A new step of `total` bytes (None: unknown). The result takes the bytes done so far."""
        self._finish()
        self._progress.start()
        task = self._progress.add_task(label, total=total)
        return lambda done: self._progress.update(task, completed=done)

    def say(self, sentence: str) -> None:
        """One line beside the bars."""
        self._console.print(sentence)

    def _finish(self) -> None:
        for task in self._progress.tasks:
            if not task.finished:
                total = task.total if task.total is not None else task.completed or 1
                self._progress.update(task.id, total=total, completed=total)
