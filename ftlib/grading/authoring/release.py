"""`ftlib release`: what students get, as a folder for JupyterLab and as a zip of the same bytes.

Everything is made anew from the sources, so that nothing of an instructor's own work in
`exercises/` comes along, and searched for secrets before it is written.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat

import ftlib
from ftlib.grading.authoring.secrets import Secrets, found_in, secrets
from ftlib.grading.build import CONFTEST, course, rendered
from ftlib.grading.cells import cell_id
from ftlib.grading.ordering import in_order
from ftlib.grading.source import Source
from ftlib.grading.student.update import MANIFEST
from ftlib.grading.unit import Unit, UnitError, nearest, tests_of

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold: the same in every release
_SCAFFOLD = "ftlib/grading/authoring/scaffold.py"  # holds hidden tests, of a unit to begin with
_LIBRARY = (".py", ".toml", ".mplstyle", ".cfg", ".typed")
_PROGRESS = "from ftlib.grading import progress\n\nprogress()"


class LeakError(UnitError):
    """What students would get tells an answer or a hidden test; nothing was written."""


def release(
    root: Path, target: Path, units: Sequence[str] = (), *, name: str = "course"
) -> dict[str, bytes]:
    """Write `target/<name>` and `target/<name>.zip`.

    Args:
        root: the project's folder.
        target: where to write; made when it is missing.
        units: names; all units when none is given.
        name: of the folder and the zip.

    Returns:
        The files by their path in the folder. They depend on the sources only.

    Raises:
        LeakError: when a secret is found in them.
        UnitError: for an unknown unit, a unit without public tests, or a folder in which somebody
            has worked.
        SourceError: as `ftlib.grading.build.course`.
    """
    files = contents(root, units)
    folder = target / name
    if folder.exists() and not _untouched(folder):
        raise UnitError(f"{folder} has been worked in; move it away, or release to another folder")
    target.mkdir(parents=True, exist_ok=True)
    _write_zip(files, target / f"{name}.zip", name)
    _write_folder(files, folder)
    return files


def contents(root: Path, units: Sequence[str] = ()) -> dict[str, bytes]:
    """The files of a release by their path, searched for secrets; errors as `release`."""
    sources = course(root)
    chosen = _chosen(sources, units)
    files = {"exercises/conftest.py": CONFTEST.encode()}
    for source in chosen:
        unit = source.unit.name
        tests = tests_of(root / "exercises" / unit, unit)
        if not tests.exists():
            raise UnitError(f"{tests} is missing; write the public tests of {unit!r} first")
        files[f"exercises/{unit}/{tests.name}"] = tests.read_bytes()
        for file, text in rendered(source).items():
            files[f"exercises/{unit}/{file}"] = text.encode()
    ordered = in_order([source.unit for source in chosen])
    files |= _library(root)
    files["requirements.txt"] = _requirements(files, chosen)
    files["README.md"] = _readme(ordered).encode()
    files["start.ipynb"] = _start(ordered).encode()
    leaks = search(files, secrets(sources, root))
    if leaks:
        raise LeakError("nothing was written, for students would see\n" + "\n".join(leaks))
    digests = {each: hashlib.sha256(files[each]).hexdigest() for each in sorted(files)}
    version = hashlib.sha256(json.dumps(digests).encode()).hexdigest()[:12]
    manifest = {"format": 1, "version": version, "files": digests}
    files[MANIFEST] = (json.dumps(manifest, indent=1) + "\n").encode()
    return dict(sorted(files.items()))


def search(files: Mapping[str, bytes], known: Secrets) -> list[str]:
    """Secrets found in files, one sentence each. The library is public: its single lines are."""
    return [
        f"{path}: {what}"
        for path, content in sorted(files.items())
        for what in found_in(content, known, lines=not path.startswith("library/"))
    ]


def _chosen(sources: Sequence[Source], units: Sequence[str]) -> list[Source]:
    known = {source.unit.name: source for source in sources}
    for unit in units:
        if unit not in known:
            raise UnitError(f"there is no unit {unit!r}{nearest(unit, known)}")
    if not known:
        raise UnitError("there is no unit to release; write solutions/<unit>/notebook.md first")
    return [known[unit] for unit in dict.fromkeys(units)] or list(known.values())


def _library(root: Path) -> dict[str, bytes]:
    """ftlib itself, so that students need no account and no index that has it."""
    home = Path(ftlib.__file__).parents[1]
    project = next((p for p in (root.resolve(), home) if (p / "pyproject.toml").is_file()), None)
    if project is None or not (project / "ftlib" / "__init__.py").is_file():
        return {}
    files = {
        f"library/{path.relative_to(project).as_posix()}": path.read_bytes()
        for path in sorted((project / "ftlib").rglob("*"))
        if path.is_file()
        and (path.suffix in _LIBRARY or path.name == "py.typed")
        and path != project / _SCAFFOLD
    }
    for file in ("pyproject.toml", "README.md", "LICENSE"):
        if (project / file).is_file():
            files[f"library/{file}"] = (project / file).read_bytes()
    pins = project / "requirements" / "constraints.txt"
    if pins.is_file():
        files["constraints.txt"] = pins.read_bytes()
    return files


def _requirements(files: Mapping[str, bytes], chosen: Sequence[Source]) -> bytes:
    code = "\n".join(cell.source for source in chosen for cell in source.notebook.cells)
    keras = "import tensorflow" in code or "import keras" in code
    own = "./library" if "library/pyproject.toml" in files else f"ftlib=={ftlib.__version__}"
    lines = ["-c constraints.txt"] * ("constraints.txt" in files)
    lines += [own + "[tensorflow]" * keras, "jupyterlab", "jupyterlab-myst", "ipywidgets"]
    return ("\n".join(lines) + "\n").encode()


def _readme(units: Sequence[Unit]) -> str:
    rows = [
        f"| [{unit.title}](exercises/{unit.name}/notebook.ipynb) | {len(unit.tasks)} | "
        f"{unit.points} | {unit.minutes} |"
        for unit in units
    ]
    return "\n".join(
        [
            "# Exercises",
            "",
            "Python 3.11 or newer is needed. In this folder:",
            "",
            "```",
            "python3 -m venv .venv",
            ".venv/bin/pip install -r requirements.txt",
            ".venv/bin/jupyter lab start.ipynb",
            "```",
            "",
            "(On Windows `.venv\\Scripts\\` in place of `.venv/bin/`.)",
            "",
            "| unit | tasks | points | minutes |",
            "|:-----|------:|-------:|--------:|",
            *rows,
            "",
            "Units stand in the order in which they are to be done. Write each answer into its",
            'cell and run the cell `check("…")` below it. Save before you hand in:',
            "`notebook.ipynb` of a unit is your submission.",
            "",
            "| in a terminal | |",
            "|:--|:--|",
            "| `.venv/bin/ftlib progress` | how far you are |",
            "| `.venv/bin/python -m pytest exercises/UNIT` | the checks on the saved notebook |",
            "| `.venv/bin/ftlib exercises update FILE.zip` | a new version of this course; "
            "whatever you wrote stays |",
            "",
        ]
    )


def _start(units: Sequence[Unit]) -> str:
    """`start.ipynb`: links to the units, and the progress in them."""
    rows = [
        f"- [{unit.title}](exercises/{unit.name}/notebook.ipynb): {unit.points} points, "
        f"about {unit.minutes} minutes"
        for unit in units
    ]
    prose = "\n".join(["# Start here", "", *rows, "", "Run the cell below to see how far you are."])
    cells: list[dict[str, Any]] = []
    taken: set[str] = set()
    for kind, text in (("markdown", prose), ("code", _PROGRESS)):
        outputs: dict[str, Any] = {"execution_count": None, "outputs": []}
        made = {"cell_type": kind, "id": cell_id(kind, text, taken), "metadata": {}}
        cells.append({**made, "source": text, **(outputs if kind == "code" else {})})
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    book = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return nbformat.writes(nbformat.from_dict(book), version=4) + "\n"


def _untouched(folder: Path) -> bool:
    """Whether a folder is a release as it was written, and nothing else."""
    try:
        digests = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    present = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path != folder / MANIFEST
    }
    return present == digests


def _write_zip(files: Mapping[str, bytes], path: Path, name: str) -> None:
    """Not compressed: its bytes depend on the files only, whatever zlib is installed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for each in sorted(files):
            entry = zipfile.ZipInfo(f"{name}/{each}", _EPOCH)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            archive.writestr(entry, files[each])
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    partial.write_bytes(stream.getvalue())
    os.replace(partial, path)


def _write_folder(files: Mapping[str, bytes], folder: Path) -> None:
    partial = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    for each, content in files.items():
        (partial / each).parent.mkdir(parents=True, exist_ok=True)
        (partial / each).write_bytes(content)
    if folder.exists():
        shutil.rmtree(folder)
    os.replace(partial, folder)
