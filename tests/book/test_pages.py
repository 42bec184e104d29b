"""What is copied from a chapter to a page at the root keeps its links."""

import re
from pathlib import Path

import pytest

from ftlib.book.pages import errata, rebased
from ftlib.book.sources import chapters

BOOK = Path(__file__).parents[2] / "book"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](b.ipynb)", "[a](part/b.ipynb)"),
        ("[a](../other/b.ipynb)", "[a](other/b.ipynb)"),
        ("[a](b.ipynb#c) and [d](e.ipynb)", "[a](part/b.ipynb#c) and [d](part/e.ipynb)"),
        ("[a](https://example.org/b.ipynb)", "[a](https://example.org/b.ipynb)"),
        ("`f(b.ipynb)` {eq}`x`", "`f(b.ipynb)` {eq}`x`"),
    ],
)
def test_links_are_seen_from_the_root(text, expected):
    assert rebased(text, "part/chapter") == expected


@pytest.mark.parametrize("page", ["claims.md", "errata.md", "index.md", "glossary.md"])
def test_every_link_of_a_page_leads_to_a_chapter(page):
    links = re.findall(r"\]\(([^)#:]+\.ipynb)", (BOOK / page).read_text(encoding="utf-8"))
    assert [link for link in links if not (BOOK / link).is_file()] == []


HEAD = """---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {display_name: Python 3, language: python, name: python3}
---

"""


def a_book(folder, order):
    """A book of two chapters, each with a box, that are read in the given order."""
    listed = "".join(f"      - file: part/{name}\n" for name in order)
    (folder / "_toc.yml").write_text(
        f"root: index\nparts:\n  - chapters:\n{listed}      - file: claims\n", encoding="utf-8"
    )
    (folder / "part").mkdir()
    for name in ("one", "two"):
        box = f":::{{admonition}} Corrected: the fault of {name}\n:class: corrected\nIt is so.\n:::"
        text = f"{HEAD}# {name.title()}\n\n{box}\n"
        (folder / "part" / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def test_chapters_are_read_in_the_order_of_the_table_of_contents(tmp_path):
    names = [each.name for each in chapters(a_book(tmp_path, ("two", "one")))]
    assert names == ["part/two", "part/one"]


def test_chapters_without_a_place_come_last_by_their_names(tmp_path):
    names = [each.name for each in chapters(a_book(tmp_path, ("two",)))]
    assert names == ["part/two", "part/one"]
    (tmp_path / "_toc.yml").unlink()
    assert [each.name for each in chapters(tmp_path)] == ["part/one", "part/two"]


def test_errata_follow_the_table_of_contents_and_begin_with_a_capital(tmp_path):
    page = errata(a_book(tmp_path, ("two", "one")))
    heads = [line for line in page.splitlines() if line.startswith("##")]
    assert heads == ["## Two", "### The fault of two", "## One", "### The fault of one"]
