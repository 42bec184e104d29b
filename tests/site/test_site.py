"""The built site (`make book`): whole, linked, and in need of no other host.

Runs on `book/_build/html`; `make test` builds it first.
"""

import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from ftlib.claims import collect

BOOK = Path(__file__).parents[2] / "book"
SITE = BOOK / "_build" / "html"
PAGES = sorted(path for path in SITE.rglob("*.html") if "_static" not in path.parts)
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(SITE)))


@cache
def soup(page):
    return BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")


@cache
def anchors(page):
    return {tag.get("id") for tag in soup(page).find_all(id=True)} | {
        tag.get("name") for tag in soup(page).find_all(attrs={"name": True})
    }


def test_it_was_built():
    names = {str(page.relative_to(SITE)) for page in PAGES}
    assert {"index.html", "search.html", "claims.html", "errata.html", "data.html"} <= names
    assert {
        str(path.relative_to(BOOK).with_suffix(".html")) for path in BOOK.glob("*/*.ipynb")
    } <= names
    assert (SITE / "searchindex.js").exists()


@every_page
def test_nothing_is_asked_of_another_host(page):
    """Scripts, styles, fonts, pictures and frames are files of the site."""
    loaded = [
        tag.get(attribute)
        for name, attribute in [
            ("script", "src"),
            ("img", "src"),
            ("iframe", "src"),
            ("source", "src"),
        ]
        for tag in soup(page).find_all(name)
    ]
    loaded += [tag["href"] for tag in soup(page).find_all("link") if "canonical" not in tag["rel"]]
    remote = [url for url in loaded if url and urlsplit(url).netloc]
    imports = [
        match
        for tag in soup(page).find_all("script", src=False)
        for match in re.findall(r"import\s*\(?['\"](?:https?:)?//[^'\"]+", tag.text)
    ]
    assert remote + imports == []


def test_styles_load_nothing_from_another_host():
    remote = {
        f"{path.name}: {url}"
        for path in SITE.rglob("*.css")
        for url in re.findall(
            r"(?:url\(|@import\s+)['\"]?((?:https?:)?//[^'\")\s]+)",
            path.read_text(encoding="utf-8"),
        )
    }
    assert remote == set()


@every_page
def test_internal_links_lead_somewhere(page):
    broken = []
    for tag in soup(page).find_all("a", href=True):
        url = urlsplit(tag["href"])
        if url.scheme or url.netloc:
            continue
        target = (page.parent / unquote(url.path)).resolve() if url.path else page
        if not target.exists() or (
            url.fragment
            and target.suffix == ".html"
            and unquote(url.fragment) not in anchors(target)
        ):
            broken.append(tag["href"])
    assert broken == []


def test_formulas_are_set_with_what_is_on_the_site():
    (script,) = {
        tag["src"]
        for tag in soup(SITE / "foundations/binary_cross_entropy.html").find_all("script", src=True)
        if "mathjax" in tag["src"]
    }
    assert (SITE / "foundations" / script.split("?")[0]).resolve().exists()
    assert list((SITE / "_static" / "mathjax" / "output" / "chtml" / "fonts").rglob("*.woff"))


def test_every_claim_of_the_ledger_stands_on_its_page():
    for entry in collect(BOOK):
        page = SITE / f"{entry.chapter}.html"
        assert soup(page).find(id=f"claim-{entry.claim.id}") is not None


@every_page
def test_pictures_say_what_they_show_or_are_outputs_beside_text(page):
    unnamed = [
        tag["src"]
        for tag in soup(page).find_all("img")
        if not tag.get("alt") and not tag.find_parent(class_="cell_output")
    ]
    assert unnamed == []
