"""Read a submission as text: a notebook or a Python file, whole or damaged. Nothing runs here."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MAX_BYTES = 32 * 2**20
_MAGIC = re.compile(r"^(\s*)(%|!|\?|[\w.]+\?\??\s*$)")
_OPTIM = re.compile(r"\boptim\b")  # not "optimisers", which is a unit's name
_PYTHON_CELL_MAGICS = ("%%time", "%%timeit", "%%capture", "%%prun")


class SubmissionError(ValueError):
    """A file that holds no submission; the text says what it is instead."""


@dataclass(frozen=True)
class Cell:
    """A piece of code that runs by itself; `name` is how messages call it."""

    name: str
    source: str


@dataclass(frozen=True)
class Submission:
    """The code of a submission, in order."""

    path: Path
    cells: tuple[Cell, ...]

    def doubled(self, names: Iterable[str]) -> tuple[str, ...]:
        """A sentence for each of `names` that more than one cell defines (the last one counts)."""
        notes = []
        for name in names:
            count = sum(name in defines(cell.source) for cell in self.cells)
            if count > 1:
                notes.append(f"{name!r} is defined in {count} cells; the last one counts")
        return tuple(notes)

    def imports(self) -> set[str]:
        """Top-level names of the packages that the code imports, as far as it can be read.

        With `torch._dynamo` where an optimiser of torch's is used, which imports it.
        """
        found: set[str] = set()
        for cell in self.cells:
            for node in ast.walk(_tree(cell.source)):
                if isinstance(node, ast.Import):
                    found |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    found.add(node.module.split(".")[0])
        if "torch" in found and any(_OPTIM.search(cell.source) for cell in self.cells):
            found.add("torch._dynamo")
        return found


def find(folder: Path, unit: str) -> Path:
    """The one file in `folder` that is the submission of `unit`.

    Raises:
        SubmissionError: when there is none, or no way to tell which.
    """
    if folder.is_file():
        return folder
    if not folder.is_dir():
        raise SubmissionError(f"{folder} does not exist; give a folder, a notebook or a .py file")
    for name in ("notebook.ipynb", f"{unit}.ipynb", f"{unit}.py"):
        if (folder / name).is_file():
            return folder / name
    for pattern in ("*.ipynb", "*.py"):
        found = sorted(path for path in folder.glob(pattern) if not path.name.startswith("test_"))
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(path.name for path in found)
            raise SubmissionError(f"{folder.name} holds several files ({names}); name one of them")
    raise SubmissionError(f"{folder.name} holds no notebook and no Python file")


def read(path: Path) -> Submission:
    """The code cells of a notebook, or the cells of a `.py` file (`# %%` parts them).

    Raises:
        SubmissionError: for a file that is too large, not text, or no notebook.
    """
    if not path.is_file():
        raise SubmissionError(f"{path.name} is not a file")
    if path.stat().st_size > MAX_BYTES:
        raise SubmissionError(f"{path.name} has more than {MAX_BYTES // 2**20} MB")
    return parse(path.read_bytes(), path)


def parse(content: bytes, path: Path) -> Submission:
    """The same from the bytes of a file; its name says whether it is Python or a notebook.

    Raises:
        SubmissionError: for bytes that are too many, not text, or no notebook.
    """
    if len(content) > MAX_BYTES:
        raise SubmissionError(f"{path.name} has more than {MAX_BYTES // 2**20} MB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SubmissionError(f"{path.name} is not UTF-8 text") from None
    if path.suffix.lower() == ".py":
        parts = re.split(r"^# %%.*$", text, flags=re.MULTILINE)
        single = len(parts) == 1
        named = [("the file" if single else f"cell {i}", part) for i, part in enumerate(parts, 1)]
    else:
        named = _notebook_cells(text, path.name)
    cells = [Cell(name, _without_magics(source)) for name, source in named]
    return Submission(path, tuple(cell for cell in cells if not _only_checks(cell.source)))


def _notebook_cells(text: str, name: str) -> list[tuple[str, str]]:
    try:
        notebook = json.loads(text)
        cells = notebook["cells"]
        found = [
            (f"cell {index}", _source(cell))
            for index, cell in enumerate(cells, start=1)
            if cell["cell_type"] == "code"
        ]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise SubmissionError(f"{name} is not a notebook (nbformat 4)") from None
    return found


def _source(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def defines(source: str) -> set[str]:
    """Names that a cell defines at its top level; by its looks when it is not valid Python."""
    tree = _tree(source)
    if not tree.body:
        return set(re.findall(r"^(?:def|class)\s+(\w+)", source, flags=re.MULTILINE))
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return found


def _tree(source: str) -> ast.Module:
    """The syntax tree; an empty one for what cannot be parsed, deep nesting included."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module(body=[], type_ignores=[])


def _without_magics(source: str) -> str:
    """Leave out what only a notebook understands; lines keep their numbers."""
    first = source.lstrip().split("\n", 1)[0]
    if first.startswith("%%"):
        if not first.startswith(_PYTHON_CELL_MAGICS):
            return ""
        source = source.replace(first, "", 1)
    if _tree(source).body:
        return source
    return "\n".join(_MAGIC.sub(r"\1pass  # \2", line) for line in source.split("\n"))


def _only_checks(source: str) -> bool:
    """Whether a cell is empty or does nothing but `check(...)`."""
    body = _tree(source).body
    if not body:
        return not source.strip()
    return all(
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id == "check"
        for node in body
    )
