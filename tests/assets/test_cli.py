"""`ftlib assets …`, as a reader types it."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from ftlib import assets
from ftlib.assets.cli import app

from .conftest import World


def _run(*words: str):
    return CliRunner().invoke(app, list(words))


def test_pull_tells_licence_and_citation_and_then_one_line(world: World):
    first = _run("pull")
    assert first.exit_code == 0
    assert first.stdout == "Pulled alpha.\n  alpha: CC0. Cite Somebody (2000).\n"
    assert _run("pull").stdout == "All assets are here.\n"
    assert "Pulled beta, gamma." in _run("pull", "--all").stdout


def test_an_error_is_a_sentence_and_exit_code_1(world: World):
    done = _run("pull", "gama")
    assert done.exit_code == 1
    assert "did you mean 'gamma'" in done.stderr
    assert "Traceback" not in done.stderr
    assert _run("where", "alpha").exit_code == 1


def test_where_prints_the_folder(world: World):
    _run("pull", "alpha")
    assert _run("where", "alpha").stdout.replace("\n", "") == str(assets.model("alpha"))


def test_verify_fails_on_a_damaged_asset(world: World):
    _run("pull", "--all")
    assert _run("verify").stdout == "3 of 3 assets are what the registry describes.\n"
    (world.cache / "model/alpha/one.txt").write_bytes(b"")
    done = _run("verify")
    assert done.exit_code == 1
    assert "damaged alpha: " in done.stdout
    assert "2 of 3" in done.stdout


def test_list_shows_every_name_and_cards_on_request(world: World):
    _run("pull", "alpha")
    rows = [line.split() for line in _run("list").stdout.splitlines()]
    assert ["alpha*", "yes"] in [row[:2] for row in rows]
    assert ["gamma", "–"] in [row[:2] for row in rows]
    card = _run("list", "beta").stdout
    for word in ("Somebody (2000)", "CC0", "PyPI carrier_a 1.0", "none"):
        assert word in card
    assert _run("list", "nothing").exit_code == 1


@pytest.mark.parametrize("command", [[], ["--help"], ["pull", "--help"]])
def test_help(command):
    assert "pull" in _run(*command).output
