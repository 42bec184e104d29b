"""The page of data cards."""

from __future__ import annotations

import re

from ftlib import assets

_PAGE = assets.data_page()


def test_every_asset_has_a_card_with_all_that_must_be_said():
    for asset in assets.registry().values():
        card = _PAGE.split(f"### {asset.title}\n")[1].split("\n(asset-")[0]
        for words in (asset.about, asset.licence, asset.origin, asset.citation, asset.trap):
            assert words in card, asset.name
        if asset.carrier:
            assert asset.carrier.title in card


def test_every_link_has_its_target_and_titles_are_unique():
    targets = re.findall(r"^\((asset-[a-z0-9-]+)\)=$", _PAGE, flags=re.MULTILINE)
    assert sorted(re.findall(r"\]\(#(asset-[a-z0-9-]+)\)", _PAGE)) == sorted(targets)
    assert len(set(targets)) == len(assets.registry())
    headings = re.findall(r"^### (.*)$", _PAGE, flags=re.MULTILINE)
    assert len(set(headings)) == len(headings)


def test_the_page_names_no_path_and_no_host():
    assert not re.search(r"https?://|(?<!\w)/(root|home|tmp|work)/", _PAGE)
