"""The registry: complete, well formed, and helpful about names."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys

import pytest

from ftlib import assets
from ftlib.assets import AssetUnknown, catalogue, hub, loaders

_REGISTRY = assets.registry()


def test_every_asset_of_the_plan_is_there():
    models = {name for name, asset in _REGISTRY.items() if asset.kind == "model"}
    assert models == {"minilm", "smollm2", "efficientnet_lite0", "mobilenetv2", "albert_smiles"}
    assert len(_REGISTRY) == 42


def test_every_data_set_has_a_loader_and_no_loader_is_without_one():
    data = {name for name, asset in _REGISTRY.items() if asset.kind == "data"}
    assert data == set(loaders.names())


@pytest.mark.parametrize("name", _REGISTRY)
def test_an_entry_says_what_a_reader_must_know(name):
    asset = _REGISTRY[name]
    for field in ("title", "task", "about", "licence", "origin", "citation", "trap"):
        assert getattr(asset, field).strip(), field
    assert re.search(r"\d{4}|Foundation|Henderson", asset.citation), "a citation has a year"
    assert asset.kind in ("model", "data")
    assert (asset.carrier is None) == bool(asset.requires)
    assert (asset.carrier is None) == (not asset.files and not asset.trees)


@pytest.mark.parametrize("name", _REGISTRY)
def test_hashes_are_hashes_and_places_stay_inside(name):
    asset = _REGISTRY[name]
    for member in asset.files:
        assert re.fullmatch(r"[0-9a-f]{64}", member.sha256)
        assert not member.to.startswith("/")
        assert ".." not in member.to
    for tree in asset.trees:
        assert re.fullmatch(r"[0-9a-f]{64}", tree.sha256)
        assert tree.path.startswith(tree.strip)
        assert tree.files > 1


def test_a_carrier_is_pinned():
    for asset in _REGISTRY.values():
        if asset.carrier is not None:
            assert asset.carrier.by in ("pip", "npm", "apt")
            assert asset.carrier.version in asset.carrier.file
            assert re.fullmatch(r"[0-9a-f]{64}", asset.carrier.sha256)


def test_the_registry_names_no_host_and_no_pickle():
    text = catalogue._text()
    assert "http" not in text
    assert ".pkl" not in text


def test_no_asset_is_named_like_a_hub_id():
    assert not [name for name in _REGISTRY if hub.is_hub_id(name)]
    for hub_id in ("bert-base-cased", "google-bert/bert-base-chinese", "openai-community/gpt2"):
        assert hub.is_hub_id(hub_id)


def test_an_unknown_name_gets_the_nearest_one():
    with pytest.raises(AssetUnknown, match="'sms_spma' is no asset; did you mean 'sms_spam'"):
        assets.data("sms_spma")
    with pytest.raises(AssetUnknown, match="assets list"):
        assets.model("zzzzzz")


def test_a_name_of_the_other_kind_says_which_door():
    with pytest.raises(AssetUnknown, match=r"assets\.data\('sms_spam'\)"):
        assets.model("sms_spam")
    with pytest.raises(AssetUnknown, match=r"assets\.model\('minilm'\)"):
        assets.data("minilm")


def test_tree_digest_is_that_of_sha256sum_lines():
    hashes = {"b/2": "f" * 64, "a/1": "0" * 64}
    lines = f"{'0' * 64}  a/1\n{'f' * 64}  b/2\n"
    assert catalogue.tree_digest(hashes) == hashlib.sha256(lines.encode()).hexdigest()


def test_the_fingerprint_changes_with_any_file():
    text = catalogue._text()
    one = catalogue.parse(text)["minilm"]
    other = catalogue.parse(text.replace(one.files[3].sha256, "0" * 64))["minilm"]
    assert one.fingerprint != other.fingerprint


def test_importing_the_door_is_cheap():
    code = (
        "import sys; from ftlib import assets; assets.registry()\n"
        "heavy = {'torch', 'transformers', 'tensorflow', 'pandas', 'numpy', 'huggingface_hub'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, f"loads {done.stderr}"
