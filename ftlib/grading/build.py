"""Write what is generated from a unit's source, and say when it has drifted."""

from __future__ import annotations

import json
import os
from pathlib import Path

import nbformat

from ftlib.grading.authoring.course import check_prerequisites
from ftlib.grading.source import (
    Source,
    digest,
    parse,
    source_path,
    student_notebook,
    units,
    with_digest,
)
from ftlib.grading.unit import Unit, UnitError, nearest

# What lets `pytest exercises/<unit>` run a unit's tests; the hooks themselves are the library's.
CONFTEST = '''\
"""`pytest exercises/<unit>` runs a unit's checks on the notebook as it is saved."""

from ftlib.grading.terminal import *  # noqa: F403
'''


class Edited(UnitError):
    """A student has written into the notebook that was to be replaced."""


def generated(unit: str, root: Path) -> dict[str, str]:
    """The texts of `notebook.ipynb`, `README.md` and `unit.json` of a unit.

    Args:
        unit: the unit's name.
        root: the project's folder, which holds `solutions/` and `exercises/`.

    Raises:
        UnitError: when the unit has no source; suggests the nearest name.
        SourceError: when the source is malformed.
    """
    path = source_path(root, unit)
    if not path.exists():
        known = units(root)
        hint = nearest(unit, known) if known else "; there are no units"
        raise UnitError(f"there is no unit {unit!r}{hint}")
    return rendered(parse(path))


def rendered(source: Source) -> dict[str, str]:
    """The generated texts of a source that has been parsed."""
    notebook = student_notebook(source)
    nbformat.validate(notebook)
    return {
        "notebook.ipynb": nbformat.writes(notebook, version=4) + "\n",
        "README.md": readme(source.unit),
        "unit.json": with_digest(source.unit, notebook).as_json(),
    }


def build(unit: str, root: Path, *, force: bool = False) -> list[str]:
    """Generate `exercises/<unit>` from its source; write only what changes.

    Returns:
        The names of the files that were written.

    Raises:
        Edited: when the notebook there is not as it was generated (a student wrote in it) and
            `force` is not set. Nothing is written then.
        UnitError, SourceError: as `generated`.
    """
    folder = root / "exercises" / unit
    texts = generated(unit, root)
    if not force and edited(folder, texts):
        raise Edited(
            f"exercises/{unit}/notebook.ipynb has been written in since it was generated; "
            "`ftlib exercises update` merges the new version into it, --force replaces it"
        )
    folder.mkdir(parents=True, exist_ok=True)
    conftest = folder.parent / "conftest.py"
    if not conftest.exists():
        conftest.write_text(CONFTEST, encoding="utf-8")
    changed = [name for name, text in texts.items() if _read(folder / name) != text]
    for name in changed:
        partial = folder / f".{name}.part"
        partial.write_text(texts[name], encoding="utf-8")
        os.replace(partial, folder / name)  # a killed build leaves the old file whole
    return changed


def edited(folder: Path, texts: dict[str, str]) -> bool:
    """Whether the notebook in `folder` holds what neither this nor the last build generated."""
    there = _read(folder / "notebook.ipynb")
    if there is None or there == texts["notebook.ipynb"]:
        return False
    try:
        found = digest(json.loads(there))
    except (ValueError, KeyError, TypeError, AttributeError):
        return True  # not readable as a notebook: perhaps half-saved work
    known = {json.loads(texts["unit.json"])["notebook"]}
    recorded = _read(folder / "unit.json")
    if recorded is not None:
        try:
            known.add(json.loads(recorded)["notebook"])
        except (ValueError, KeyError, TypeError):
            return True
    return found not in known


def drift(root: Path) -> list[str]:
    """One sentence for each generated file that is not what its source makes; empty if none is.

    Raises:
        SourceError: when a source is malformed, or prerequisites lead nowhere or in a circle.
    """
    problems = []
    sources = course(root)
    for source in sources:
        unit = source.unit.name
        for name, text in rendered(source).items():
            if _read(root / "exercises" / unit / name) != text:
                problems.append(
                    f"exercises/{unit}/{name} is not what solutions/{unit}/notebook.md makes; "
                    "run `make exercises`"
                )
    return problems


def course(root: Path) -> list[Source]:
    """All units of the project, parsed, with prerequisites that hold.

    Raises:
        SourceError: as `parse` and `check_prerequisites`.
    """
    sources = [parse(source_path(root, name)) for name in units(root)]
    check_prerequisites(sources)
    return sources


def readme(unit: Unit) -> str:
    """The unit's page for students: tasks, points, minutes, how to run."""
    rows = [f"| `{task.name}` | {task.points} | {task.minutes} |" for task in unit.tasks]
    before = ", ".join(f"`{name}`" for name in unit.prerequisites) or "none"
    return "\n".join(
        [
            f"# {unit.title}",
            "",
            f"Exercises to the chapter `{unit.chapter}`: {len(unit.tasks)} tasks, "
            f"{unit.points} points, about {unit.minutes} minutes. Units to do first: {before}.",
            "",
            "| task | points | minutes |",
            "|:-----|-------:|--------:|",
            *rows,
            "",
            'Open `notebook.ipynb`, write each answer, and run the cell `check("…")` below it:',
            "it says what your function returned, what was expected, and gives a hint after the",
            "first failure and a stronger one after the third. `check()` runs all tasks.",
            "",
            "The same tests in the terminal, on the saved notebook:",
            "",
            "```",
            f"pytest exercises/{unit.name}",
            "```",
            "",
            f"(This page is generated from `solutions/{unit.name}/notebook.md`.)",
            "",
        ]
    )


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None
