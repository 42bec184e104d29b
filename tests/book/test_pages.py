"""What is copied from a chapter to a page at the root keeps its links."""

import re
from pathlib import Path

import pytest

from ftlib.book.pages import rebased

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
