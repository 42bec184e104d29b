"""Hand units to nbgrader: the source folder that `nbgrader generate_assignment` reads.

In nbgrader's own runs (validate, autograde) `check("task")` raises when a test fails, which is how
nbgrader sees that a cell has earned nothing. Hidden tests do not come along: nbgrader runs tests
in the student's process, where a student's code can read them.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import jupytext
import nbformat

from ftlib.grading.build import generated
from ftlib.grading.source import parse, source_path
from ftlib.grading.unit import tests_of

# The stub must read as one of ours, so that an untouched answer is told from a failed one.
CONFIG = """\
c = get_config()
c.CourseDirectory.course_id = "ftlib"
c.ClearSolutions.code_stub = {
    "python": 'raise NotImplementedError("Task answer: write your answer here")'
}
"""


def export(unit: str, root: Path, target: Path) -> list[Path]:
    """Write `source/<unit>` and, where there is none, `nbgrader_config.py` into `target`.

    Args:
        unit: the unit's name.
        root: the project's folder.
        target: nbgrader's course folder; made when it is missing.

    Returns:
        The files that were written: the notebook with its answers, `unit.json`, public tests.

    Raises:
        UnitError, SourceError: as `ftlib.grading.build.generated`.
    """
    folder = target / "source" / unit
    texts = generated(unit, root)
    folder.mkdir(parents=True, exist_ok=True)
    notebook = parse(source_path(root, unit)).notebook
    notebook.metadata.pop("jupytext", None)
    files = {
        "notebook.ipynb": jupytext.writes(notebook, fmt="ipynb"),
        "unit.json": texts["unit.json"],
    }
    nbformat.validate(nbformat.reads(files["notebook.ipynb"], as_version=4))
    written = []
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
        written.append(folder / name)
    tests = tests_of(root / "exercises" / unit, unit)
    written.append(Path(shutil.copy(tests, folder / tests.name)))
    config = target / "nbgrader_config.py"
    if not config.exists():
        config.write_text(CONFIG, encoding="utf-8")
        written.append(config)
    return written
