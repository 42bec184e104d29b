"""A docstring that cites an equation, a section or a station of a chapter cites what is there."""

import ast
import re
from pathlib import Path

import pytest

from ftlib.book.sources import chapters

ROOT = Path(__file__).parents[2]
NAMES = r"\([a-z0-9-]+\)"
CITED = re.compile(rf"chapter \*([^*]+)\*, equations? ({NAMES}(?:(?:,? and |, ){NAMES})*)")
PLACED = re.compile(r"chapter \*([^*]+)\*, (section \*[^*]+\*|station \w+)")
ANY = re.compile(r"\bequations? \(")


def docstrings():
    """(where, text with single spaces) of every docstring under ftlib."""
    for path in sorted((ROOT / "ftlib").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
                text = ast.get_docstring(node)
                if text:
                    name = getattr(node, "name", "module")
                    yield f"{path.relative_to(ROOT)}: {name}", " ".join(text.split())


def cited(text):
    """(chapter, equation) of every citation in a docstring."""
    for title, names in CITED.findall(text):
        for name in re.findall(NAMES, names):
            yield title, name.strip("()")


@pytest.fixture(scope="module")
def book():
    """Title → the source of the chapter."""
    sources = [each.source.read_text(encoding="utf-8") for each in chapters(ROOT / "book")]
    return {re.search(r"^# (.+)$", text, re.M).group(1): text for text in sources}


def equations(source):
    return set(re.findall(r"^\$\$ \(([^)]+)\)$", source, re.M))


def headings(source):
    return set(re.findall(r"^#{2,} (.+)$", source, re.M))


def test_every_cited_equation_stands_in_the_chapter_that_is_named(book):
    found = [(where, *each) for where, text in docstrings() for each in cited(text)]
    assert len(found) >= 80  # as many as there were; fewer would mean that they are not seen
    lost = [
        f"{where}: ({name}) in *{title}*"
        for where, title, name in found
        if name not in equations(book.get(title, ""))
    ]
    assert lost == []


def test_every_citation_is_written_so_that_it_can_be_read():
    odd = [
        where for where, text in docstrings() if len(ANY.findall(text)) != len(CITED.findall(text))
    ]
    assert odd == []


def test_every_cited_section_stands_in_the_chapter_that_is_named(book):
    lost = []
    for where, text in docstrings():
        for title, place in PLACED.findall(text):
            heading = place.removeprefix("section ").removeprefix("station ").strip("*")
            if heading not in headings(book.get(title, "")):
                lost.append(f"{where}: {heading} in *{title}*")
    assert lost == []


def test_every_function_of_the_specification_names_an_equation():
    """A chapter alone is too much to look through."""
    for path in sorted((ROOT / "ftlib" / "losses" / "reference").glob("[a-z]*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                text = " ".join((ast.get_docstring(node) or "").split())
                if "Source: " in text:
                    assert list(cited(text)), f"{path.name}: {node.name}"


def test_a_citation_is_taken_apart():
    text = "Source: chapter *A b*, equations (x), (y-2) and (z); Lin et al. (2017)."
    assert list(cited(text)) == [("A b", "x"), ("A b", "y-2"), ("A b", "z")]
    assert list(cited("Source: chapter *A*, equation (x).")) == [("A", "x")]
