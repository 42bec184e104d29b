"""Who may know whom: the picture in CONTRIBUTING.md, drawn again from the imports."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

FTLIB = Path(__file__).parents[1] / "ftlib"

# Floors of the house, top first. A room may import from floors below its own, and from itself.
FLOORS = [
    {"cli"},
    {"book", "grading", "plot"},
    {"claims"},
    {"cases"},
    {"train"},
    {"data", "models", "peft", "evaluate"},
    {"autodiff", "losses", "optim", "search"},
    {"assets", "quiet"},
]
LEVEL = {room: level for level, floor in enumerate(FLOORS) for room in floor}


def room_of(path):
    return path.relative_to(FTLIB).parts[0].removesuffix(".py")


def imported_rooms(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "ftlib":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ftlib."):
            yield node.module.split(".")[1]
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("ftlib."):
                    yield alias.name.split(".")[1]


def sources():
    return sorted(
        path for path in FTLIB.rglob("*.py") if path.name != "__init__.py" or path.parent != FTLIB
    )


def test_every_room_stands_on_a_floor():
    rooms = {room_of(path) for path in sources()}
    assert rooms <= set(LEVEL)


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(FTLIB)))
def test_arrows_point_down(path):
    room = room_of(path)
    upward = {
        other
        for other in imported_rooms(path)
        if other in LEVEL and other != room and LEVEL[other] <= LEVEL[room]
    }
    assert upward == set()


@pytest.mark.parametrize(
    "room",
    [
        "assets",
        "autodiff",
        "claims",
        "losses",
        "optim",
        "search",
        "evaluate",
        "grading",
        "plot",
        "cli",
    ],
)
def test_importing_a_room_is_cheap(room):
    """Frameworks load on first use: not with ftlib, nor with a room that can do without."""
    code = (
        f"import sys, ftlib.{room}\n"
        "print(sorted({'torch', 'transformers', 'tensorflow', 'keras'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
