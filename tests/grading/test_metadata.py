"""Generated and source notebooks keep nbgrader's published rules, tested without nbgrader.

The schema and the rules below it are those of nbgrader 0.9.6 (`nbgraderformat/v3.json`, `v3.py`;
BSD-3-Clause), written down here a second time and independently of `ftlib.grading`.
"""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from ftlib.grading.authoring.metadata import problem
from ftlib.grading.build import course

ROOT = Path(__file__).parents[2]
TOY = Path(__file__).parent / "toy"
SOURCES = [*course(ROOT), *course(TOY)]
every_source = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.unit.name)

SCHEMA = {
    "$schema": "http://json-schema.org/draft-04/schema#",
    "type": "object",
    "properties": {
        "schema_version": {"type": "integer", "minimum": 3, "maximum": 3},
        "grade": {"type": "boolean"},
        "locked": {"type": "boolean"},
        "solution": {"type": "boolean"},
        "task": {"type": "boolean"},
        "grade_id": {"type": "string", "pattern": "^[a-zA-Z0-9_\\-]*$"},
        "points": {"type": "number", "minimum": 0},
        "checksum": {"type": "string", "minLength": 32, "maxLength": 32},
        "cell_type": {"type": "string", "enum": ["raw", "code", "markdown"]},
    },
    "required": ["schema_version", "grade", "locked", "solution"],
    "additionalProperties": False,
}


def accepted(cells) -> bool:
    """Whether nbgrader's metadata validator would accept a notebook of these cells."""
    ids = []
    for cell in cells:
        mark = cell["metadata"].get("nbgrader")
        if mark is None:
            continue
        try:
            jsonschema.validate(mark, SCHEMA)
        except jsonschema.ValidationError:
            return False
        graded = mark["grade"] or mark["solution"] or mark["locked"]
        if graded and not mark.get("grade_id"):
            return False
        if mark["grade"] and "points" not in mark:
            return False
        markdown = cell["cell_type"] == "markdown"
        if mark.get("task", False):
            if not markdown:
                return False
        elif markdown and mark["grade"] != mark["solution"]:
            return False
        ids += [mark["grade_id"]] * graded
    return len(set(ids)) == len(ids)


def generated(source) -> list[dict]:
    root = TOY if source.unit.name == "toy" else ROOT
    if root == TOY:
        from ftlib.grading.source import student_notebook

        return json.loads(json.dumps(student_notebook(source).cells))
    path = root / "exercises" / source.unit.name / "notebook.ipynb"
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


@every_source
def test_nbgrader_would_accept_the_source_and_what_students_get(source):
    assert accepted(source.notebook.cells)
    assert accepted(generated(source))


@every_source
def test_what_students_get_has_the_points_and_the_cells_of_the_source(source):
    cells = generated(source)
    marks = [cell["metadata"].get("nbgrader") for cell in cells]
    assert marks == [cell.metadata.get("nbgrader") for cell in source.notebook.cells]
    assert sum(mark["points"] for mark in marks if mark and mark["grade"]) == source.unit.points
    stubs = [c["source"] for c in cells if c["metadata"].get("nbgrader", {}).get("solution")]
    assert len(stubs) == len(source.unit.tasks)
    assert all("raise NotImplementedError" in "".join(stub) for stub in stubs)


@every_source
def test_ids_name_the_cell_and_are_unique_and_valid(source):
    ids = [cell["id"] for cell in generated(source)]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", each) for each in ids)


GOOD = {"grade": False, "grade_id": "a", "locked": False, "schema_version": 3, "solution": True}
CHECK = {**GOOD, "grade": True, "locked": True, "solution": False, "points": 2}
READ_ONLY = {**GOOD, "locked": True, "solution": False}
SOUND = {"answer": GOOD, "check": CHECK, "read-only": READ_ONLY, "plain": None}
BROKEN = {
    "an old schema": {**GOOD, "schema_version": 2},
    "a new schema": {**GOOD, "schema_version": 4},
    "a schema that is text": {**GOOD, "schema_version": "3"},
    "an unknown key": {**GOOD, "answer": True},
    "a number for a flag": {**GOOD, "locked": 0},
    "a missing flag": {key: value for key, value in GOOD.items() if key != "locked"},
    "an empty name": {**GOOD, "grade_id": ""},
    "a name with a space": {**GOOD, "grade_id": "a b"},
    "no name": {key: value for key, value in GOOD.items() if key != "grade_id"},
    "negative points": {**CHECK, "points": -1},
    "points as text": {**CHECK, "points": "2"},
    "points that are no number": {**CHECK, "points": None},
    "no points": {key: value for key, value in CHECK.items() if key != "points"},
    "a code cell as a task": {**GOOD, "task": True},
}


@pytest.mark.parametrize("name", SOUND)
def test_sound_metadata_is_accepted_here_and_there(name):
    cell = {"cell_type": "code", "metadata": {"nbgrader": SOUND[name]} if SOUND[name] else {}}
    assert accepted([cell])
    assert problem(cell) == ""


@pytest.mark.parametrize("name", BROKEN)
def test_whatever_nbgrader_refuses_is_refused_here_with_a_reason(name):
    cell = {"cell_type": "code", "metadata": {"nbgrader": BROKEN[name]}}
    assert not accepted([cell])
    assert problem(cell)


@pytest.mark.parametrize("mark", [GOOD, CHECK])
def test_prose_cannot_be_an_answer_or_a_check_alone(mark):
    cell = {"cell_type": "markdown", "metadata": {"nbgrader": mark}}
    assert not accepted([cell])
    assert "make it a code cell" in problem(cell)
