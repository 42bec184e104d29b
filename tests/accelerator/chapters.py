"""Run chapters as a reader with a GPU does: `python tests/accelerator/chapters.py cases/email_spam`

Training goes to the simulated device, and the claims must hold there too. The first network of each
kind is also run on both devices and compared, whether it is trained or not. Nothing is written.
Without names, all chapters (some hours).
"""

from __future__ import annotations

import json
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
        f"import pathlib, simulated; simulated.register(pathlib.Path({folder!r}))\n"
        "import networks; networks.watch()"
    )
    after = (
        "import json, networks, torch\n"
        "print(json.dumps([networks.found, torch.ops.simulated.operations()]))"
    )
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
    networks, operations = json.loads(notebook.cells[-1].outputs[-1].text)
    wrong = {kind: why for kind, why in networks.items() if why}
    equal = f"{len(networks) - len(wrong)} of {len(networks)} kinds of networks there as here"
    spent = f"{operations:,} operations on the device, {time.perf_counter() - start:.0f} s"
    print(f"{'✗' if wrong else '✓'} {chapter.name}: {equal}, {spent}")
    for kind in networks:
        print(f"  {kind}{': ' * bool(networks[kind])}{networks[kind]}", flush=True)
    return not wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
