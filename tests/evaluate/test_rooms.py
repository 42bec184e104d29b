"""The rooms of ftlib.evaluate: who lives where, who may know whom, and what the house shows."""

import ast
import importlib
from pathlib import Path

import pytest

from ftlib import evaluate

HOUSE = Path(evaluate.__file__).parent
ROOMS = sorted(path.parent.name for path in HOUSE.glob("*/__init__.py"))


def test_no_file_is_without_a_room_and_no_room_is_of_one_file():
    assert [path.name for path in HOUSE.glob("*.py")] == ["__init__.py"]
    for room in ROOMS:
        assert len(list((HOUSE / room).glob("[a-z]*.py"))) >= 2


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_in_one_line_what_it_is_for(room):
    text = importlib.import_module(f"ftlib.evaluate.{room}").__doc__
    assert text
    assert "\n" not in text


def test_the_house_shows_what_the_rooms_show():
    shown = {}
    for room in ROOMS:
        module = importlib.import_module(f"ftlib.evaluate.{room}")
        for name in module.__all__:
            assert name not in shown
            shown[name] = getattr(module, name)
    assert sorted(shown) == sorted(evaluate.__all__)
    assert all(getattr(evaluate, name) is each for name, each in shown.items())


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_knows_itself_and_intervals_only(room):
    known = set()
    for path in (HOUSE / room).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ftlib."):
                known.add(node.module)
    allowed = ("ftlib.evaluate.intervals", f"ftlib.evaluate.{room}")
    assert [name for name in known if not name.startswith(allowed)] == []


def test_each_folder_of_tests_is_named_like_its_room():
    here = Path(__file__).parent
    assert sorted({path.parent.name for path in here.glob("*/test_*.py")}) == ROOMS
