"""The chapters keep the book's conventions. One test a promise, over every chapter."""

import re
from pathlib import Path

import pytest
import yaml
from sphinx.util.matching import Matcher

from ftlib import assets
from ftlib.book.drift import drift
from ftlib.book.prose import unsupported_numbers
from ftlib.book.sources import STATIONS, chapters, corrections, read
from ftlib.claims import collect

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "book"
CHAPTERS = chapters(BOOK)
every_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)


def markdown_lines(chapter):
    return [
        line
        for cell in read(chapter).cells
        if cell.cell_type == "markdown"
        for line in cell.source.splitlines()
    ]


def test_there_are_chapters():
    parts = {each.name.split("/")[0] for each in CHAPTERS}
    assert {"foundations", "turning_points", "workflow", "ideas", "cases"} <= parts


@every_chapter
def test_the_page_is_the_notebook_and_the_source_stands_aside(chapter):
    excluded = yaml.safe_load((BOOK / "_config.yml").read_text())["exclude_patterns"]
    assert Matcher(excluded)(f"{chapter.name}.md")
    assert not Matcher(excluded)(f"{chapter.name}.ipynb")


@every_chapter
def test_the_seven_stations_stand_in_order(chapter):
    headings = [line[3:].strip() for line in markdown_lines(chapter) if line.startswith("## ")]
    assert headings == list(STATIONS)


@every_chapter
def test_every_number_in_the_prose_is_carried(chapter):
    own = [entry.claim for entry in collect(BOOK) if entry.chapter == chapter.name]
    assert unsupported_numbers(chapter, own) == []


@every_chapter
def test_it_claims_and_corrects(chapter):
    own = [entry for entry in collect(BOOK) if entry.chapter == chapter.name]
    assert len(own) >= 5
    assert len(corrections(chapter)) >= 1


@every_chapter
def test_it_has_an_exercise_unit_of_its_name(chapter):
    assert (ROOT / "solutions" / chapter.unit / "notebook.md").exists()
    assert (ROOT / "exercises" / chapter.unit / "notebook.ipynb").exists()
    assert (ROOT / "exercises" / chapter.unit / f"test_{chapter.unit}.py").exists()


@every_chapter
def test_it_stands_in_the_table_of_contents(chapter):
    assert f"- file: {chapter.name}\n" in (BOOK / "_toc.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "chapter",
    [each for each in CHAPTERS if each.name.split("/")[0] in ("turning_points", "ideas", "cases")],
    ids=lambda chapter: chapter.name,
)
def test_whoever_repeats_it_with_another_seed_changes_one_line(chapter):
    code = "\n".join(cell.source for cell in read(chapter).cells if cell.cell_type == "code")
    assert re.findall(r"^SEED = .*", code, flags=re.M) == ["SEED = 0"]
    fixed = r"(?:manual_seed|seed_everything|set_random_seed|default_rng)\(\d+\)"
    assert re.findall(fixed, code) == []


def test_nothing_has_drifted():
    assert drift(BOOK) == []


def test_the_assets_of_the_chapters_are_those_that_make_book_pulls():
    used = set()
    for chapter in CHAPTERS:
        for cell in read(chapter).cells:
            if cell.cell_type == "code":
                used |= set(re.findall(r'assets\.(?:data|model)\(\s*"(\w+)"', cell.source))
    built_in = {name for name, asset in assets.registry().items() if asset.carrier is None}
    pulled = {name for name, asset in assets.registry().items() if asset.book}
    assert pulled == used - built_in
