"""The ledger is collected from executed notebooks, and only from true records."""

import json
from dataclasses import asdict

import pytest

from ftlib.claims import RECORD, Claim, collect, ledger


def write(book, name, title, records):
    outputs = [
        {
            "output_type": "display_data",
            "data": {"text/plain": str(each)},
            "metadata": {RECORD: asdict(each)},
        }
        for each in records
    ]
    cells = [
        {"cell_type": "markdown", "source": [f"# {title}\n"]},
        {"cell_type": "code", "source": "claim(...)", "outputs": outputs},
    ]
    path = book / f"{name}.ipynb"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")


def test_claims_are_listed_under_their_chapter(tmp_path):
    write(tmp_path, "part/one", "First chapter", [Claim("a", "A holds", 0.84, ">=", 0.8)])
    write(tmp_path, "part/two", "Second chapter", [Claim("a", "B holds", 3, "==", 3, "rows")])
    page = ledger(tmp_path)
    assert "**2 claims**" in page
    assert page.index("## First chapter") < page.index("A holds") < page.index("## Second chapter")
    assert "| [A holds](part/one.ipynb) | 0.84 | ≥ 0.8 |" in page
    assert "| [B holds](part/two.ipynb) | 3 rows | = 3 rows |" in page


def test_chapters_stand_in_the_order_that_is_asked_for_and_others_after_them(tmp_path):
    for name in ("one", "two", "three"):
        write(tmp_path, f"part/{name}", name.title(), [Claim("a", "A", 1, "<", 2)])
    page = ledger(tmp_path, order=["part/two", "part/nowhere", "part/one"])
    titles = [line for line in page.splitlines() if line.startswith("## ")]
    assert titles == ["## Two", "## One", "## Three"]


def test_an_id_may_stand_once_in_a_chapter(tmp_path):
    write(tmp_path, "part/one", "T", [Claim("a", "A", 1, "<", 2), Claim("a", "A", 1, "<", 2)])
    with pytest.raises(ValueError, match="'a' stands there twice"):
        collect(tmp_path)


def test_a_record_that_does_not_hold_is_refused(tmp_path):
    write(tmp_path, "part/one", "T", [Claim("a", "A", 3, "<", 2)])
    with pytest.raises(ValueError, match="'a' does not hold"):
        collect(tmp_path)
