"""Run chapters as a reader with a GPU does: `python tests/accelerator/chapters.py cases/email_spam`

Training goes to the simulated device, and the claims must hold there too. Nothing is written. Says
of each chapter how many operations ran on the device; without names, all chapters (some hours).
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

from ftlib.book.execute import QUIET
from ftlib.book.sources import chapters, read

HERE = Path(__file__).parent
CELL_TIMEOUT_S = 3600  # the device is several times slower than the processor it is


def main(names: list[str]) -> int:
    """Run the chapters of these names; gives back how many failed."""
    known = {chapter.name: chapter for chapter in chapters(HERE.parents[1] / "book")}
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no chapter is called {', '.join(unknown)}; there are {', '.join(known)}")
        return len(unknown)
    with tempfile.TemporaryDirectory() as folder:
        return sum(not _runs(known[name], folder) for name in names or known)


def _runs(chapter, folder: str) -> bool:
    notebook, start = read(chapter), time.perf_counter()
    before = (
        f"import sys; sys.path.insert(0, {str(HERE)!r})\n"
        f"import pathlib, simulated; simulated.register(pathlib.Path({folder!r}))"
    )
    after = "import torch; print(torch.ops.simulated.operations())"
    cell = nbformat.v4.new_code_cell
    notebook.cells = [cell(before), *notebook.cells, cell(after)]
    client = NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT_S,
        kernel_name="python3",
        extra_arguments=["--Application.log_level=ERROR"],
        resources={"metadata": {"path": str(chapter.source.parent)}},
    )
    try:
        client.execute(env={**os.environ, **QUIET})
    except (CellExecutionError, DeadKernelError) as error:
        print(f"✗ {chapter.name}\n{error}", flush=True)
        return False
    count, spent = int(notebook.cells[-1].outputs[-1].text), time.perf_counter() - start
    print(f"✓ {chapter.name}: {count:,} operations on the device, {spent:.0f} s", flush=True)
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
