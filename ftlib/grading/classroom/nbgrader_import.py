"""Write grades into an nbgrader data base, through nbgrader's own API.

Needs nbgrader (0.9) and nothing else of this project, so that it runs where nbgrader is installed:

    python nbgrader_import.py nbgrader.json --db sqlite:///gradebook.db

The assignment with its cells is made if nbgrader does not have it; students too. Running it twice
changes nothing.
"""

from __future__ import annotations

import argparse
import datetime
import json
from pathlib import Path
from typing import Any


def write(gradebook: Any, given: dict[str, Any]) -> int:
    """Write all students' scores; returns how many.

    Args:
        gradebook: an open `nbgrader.api.Gradebook`.
        given: the content of `nbgrader.json`.
    """
    assignment, notebook = given["assignment"], given["notebook"]
    gradebook.update_or_create_assignment(assignment)
    gradebook.update_or_create_notebook(notebook, assignment)
    for name, points in given["cells"].items():
        gradebook.update_or_create_grade_cell(
            name, notebook, assignment, max_score=points, cell_type="code"
        )
    for student in given["students"]:
        _write_student(gradebook, assignment, notebook, student)
    gradebook.db.commit()
    return len(given["students"])


def _write_student(gradebook: Any, assignment: str, notebook: str, student: dict[str, Any]) -> None:
    names = {key: student[key] for key in ("first_name", "last_name") if student[key]}
    gradebook.update_or_create_student(student["id"], **names)
    submission = gradebook.update_or_create_submission(
        assignment,
        student["id"],
        timestamp=datetime.datetime.fromisoformat(student["submitted"]),
        late_submission_penalty=student["late_penalty"],
    )
    for submitted in submission.notebooks:
        for grade in submitted.grades:
            if grade.name in student["scores"]:
                grade.auto_score = student["scores"][grade.name]
                grade.needs_manual_grade = False


def main() -> None:
    """Read the arguments and write."""
    from nbgrader.api import Gradebook

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("grades", type=Path, help="nbgrader.json of a graded class")
    parser.add_argument("--db", default="sqlite:///gradebook.db", help="nbgrader's data base")
    options = parser.parse_args()
    given = json.loads(options.grades.read_text(encoding="utf-8"))
    with Gradebook(options.db) as gradebook:
        print(f"{write(gradebook, given)} students written to {options.db}")


if __name__ == "__main__":
    main()
