"""A class of the toy unit, and results without a run."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ftlib.grading.classroom.collect import Handed
from ftlib.grading.classroom.run import ClassResult, Graded
from ftlib.grading.unit import load

WHEN = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def as_notebook(*sources: str) -> str:
    """A notebook with these code cells."""
    cells = [
        {"cell_type": "code", "metadata": {}, "source": text, "outputs": []} for text in sources
    ]
    return json.dumps({"cells": cells, "nbformat": 4, "metadata": {}})


@pytest.fixture
def book():
    """`as_notebook`, for tests."""
    return as_notebook


@pytest.fixture
def made(project: Path):
    """Make a graded class: by student, which tests fail, and whatever else an entry holds."""

    def make(students: dict[str, dict]) -> ClassResult:
        unit = load(project / "exercises" / "toy")
        graded = []
        for student, said in students.items():
            tests = {"mean_square": ["test_two", "test_empty"], "centred": ["test_values"]}
            tasks = []
            for task in unit.tasks:
                found = [
                    {
                        "test": name,
                        "outcome": said.get(name, ("passed", ""))[0],
                        "hidden": name == "test_empty",
                        "message": said.get(name, ("passed", ""))[1],
                    }
                    for name in tests[task.name]
                ]
                earned = task.points * all(each["outcome"] == "passed" for each in found)
                tasks.append(
                    {"task": task.name, "earned": earned, "points": task.points, "tests": found}
                )
            label = said.get("file", f"{student}.py")
            result = {
                "submission": label,
                "unit": "toy",
                "earned": sum(each["earned"] for each in tasks),
                "points": unit.points,
                "tasks": tasks,
                "notes": said.get("notes", []),
            }
            entry = {
                "key": {"submission": student, "unit": "toy"},
                "student": student,
                "result": result,
                "failure": said.get("failure", ""),
                "protection": "protected by: nothing",
                "seconds": 0.5,
            }
            handed = Handed(
                student,
                Path(label),
                label,
                said.get("when", WHEN),
                "file",
                said.get("name", ""),
                "toy",
            )
            graded.append(Graded(handed, entry))
        texts = {student: said.get("code", "x = 1").encode() for student, said in students.items()}
        return ClassResult(tuple(graded), {"toy": unit}, (), (), texts, 0, len(graded))

    return make
