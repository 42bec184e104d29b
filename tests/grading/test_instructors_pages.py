"""The instructors' pages do what they print: their blocks run as they stand, in an empty folder."""

import csv
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from ftlib.grading.auditing.audit import audit
from ftlib.grading.authoring.scaffold import new
from ftlib.grading.build import build
from ftlib.grading.unit import UnitError

PAGES = Path(__file__).parents[2] / "book/instructors"
COMMANDS = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
CPU_S = 90  # a generous bound: a good third of it is used on two slow cores


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of a page in one language, in their order."""
    text = (PAGES / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def captioned(page: str) -> dict[str, str]:
    """The files that a page prints, by the path in their caption."""
    text = (PAGES / page).read_text(encoding="utf-8")
    found = re.findall(
        r"^(`{3,})\{code-block\} \w+\n:caption: (\S+)\n(.*?)^\1$", text, re.MULTILINE | re.DOTALL
    )
    return {path: body for _, path, body in found}


def run(script: str, folder: Path) -> str:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        env=COMMANDS,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def guided(tmp_path_factory):
    """The folder in which the guide was followed, what was printed, and the processor time."""
    folder = tmp_path_factory.mktemp("guide")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    printed = run("\n".join(blocks("guide.md", "sh")), folder)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return folder, printed, used


def test_the_guide_leads_from_an_empty_folder_to_grades(guided):
    folder, printed, used = guided
    assert "spread: sound" in printed
    with (folder / "grades/spread/gradebook.csv").open(encoding="utf-8-sig") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert {name: float(row["spread"]) for name, row in rows.items()} == {
        "ann": 2.0,
        "bob": 0.0,
        "cy": 0.0,
    }
    feedback = {path.stem for path in (folder / "grades/spread/feedback").glob("*.html")}
    assert {"ann", "bob", "cy"} <= feedback
    assert used < CPU_S


def test_the_guide_updates_a_students_folder_and_keeps_the_answer(guided):
    folder, printed, _ = guided
    assert "exercises/spread/notebook.ipynb: merged\n  1 of your cells kept\n" in printed
    notebook = (folder / "ann/exercises/spread/notebook.ipynb").read_text(encoding="utf-8")
    assert "Read the chapter first." in notebook
    assert "return float(np.sqrt(((x - x.mean()) ** 2).mean()))" in notebook


def test_the_unit_of_the_authors_page_is_sound(tmp_path):
    files = captioned("authoring.md")
    assert len(files) == 7
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    printed = run("\n".join(blocks("authoring.md", "sh")), tmp_path)
    assert printed.splitlines()[-1] == "geometric_mean: sound"


def test_a_new_unit_is_sound_as_it_stands(tmp_path):
    new("first_steps", tmp_path)
    build("first_steps", tmp_path)
    assert audit("first_steps", tmp_path) == []


@pytest.mark.parametrize("name", ["Spread", "a b", "1st", "../up", "über", ""])
def test_a_name_that_is_none_makes_no_unit(tmp_path, name):
    with pytest.raises(UnitError, match="is no name of a folder"):
        new(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_unit_that_is_there_is_not_written_over(tmp_path):
    new("spread", tmp_path)
    with pytest.raises(UnitError, match="already"):
        new("spread", tmp_path)


@pytest.mark.parametrize("page", sorted(path.name for path in PAGES.glob("*.md")))
def test_links_between_the_pages_lead_somewhere(page):
    text = (PAGES / page).read_text(encoding="utf-8")
    assert [link for link in re.findall(r"\]\(([\w./]+\.(?:md|ipynb))", text)
            if not (PAGES / link).is_file()] == []  # fmt: skip
