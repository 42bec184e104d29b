"""Submissions to the benchmark's unit, generated from its reference, wrong and unusual answers."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from ftlib.grading.build import build
from ftlib.grading.source import parse, source_path

UNIT = "three_functions"
_TASK = re.compile(r'^(?:LOSES|TASK) = "(\w+)"$', re.MULTILINE)


def project(folder: Path) -> Path:
    """The unit's project, built into `folder`."""
    root = folder / "project"
    shutil.copytree(Path(__file__).parent / "grading_unit", root)
    build(UNIT, root)
    return root


def answers(root: Path) -> dict[str, list[tuple[str, str]]]:
    """For each task its answers: `right` or `wrong`, and the code."""
    found = {
        task: [("right", code)] for task, code in parse(source_path(root, UNIT)).answers.items()
    }
    for kind, folder in (("right", "unusual"), ("wrong", "wrong")):
        for path in sorted((root / "solutions" / UNIT / folder).glob("*.py")):
            text = path.read_text(encoding="utf-8")
            mark = _TASK.search(text)
            assert mark is not None
            found[mark[1]].append((kind, text[mark.end() :].strip()))
    return found


def submissions(root: Path, count: int) -> Iterator[tuple[str, dict[str, str], int]]:
    """`count` students: a name, the code of each task, and the points it is worth."""
    draw = random.Random(0)
    known = answers(root)
    points = {task.name: task.points for task in parse(source_path(root, UNIT)).unit.tasks}
    for number in range(count):
        code, worth = {}, 0
        for task, choices in known.items():
            kind, code[task] = choices[0] if draw.random() < 0.5 else draw.choice(choices)
            worth += points[task] if kind == "right" else 0
        yield f"student{number:03d}", code, worth


def notebook(template: dict, code: dict[str, str], student: str) -> str:
    """A student's notebook: the template with each task's cell answered; no two are the same."""
    made = json.loads(json.dumps(template))
    made["cells"][0]["source"] = f"# Answers of {student}"
    for cell in made["cells"]:
        task = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if task in code:
            cell["source"] = f"# {student}\n{code[task]}"
    return json.dumps(made)
