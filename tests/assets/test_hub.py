"""Hub ids: never asked on the way, and a clear sentence without a network."""

from __future__ import annotations

import pytest

from ftlib import assets
from ftlib.assets import AssetDownloadError, AssetMissing, hub


@pytest.fixture
def snapshots(monkeypatch, tmp_path):
    """A stand-in for the hub: what was pulled, and every call."""
    here: set[str] = set()
    calls: list[tuple[str, bool]] = []

    def snapshot(hub_id: str, *, offline: bool) -> str:
        calls.append((hub_id, offline))
        if hub_id == "no/such":
            raise OSError("401 Client Error")
        if offline and hub_id not in here:
            raise FileNotFoundError("not in the cache")
        here.add(hub_id)
        return str(tmp_path)

    monkeypatch.setattr(hub, "_snapshot", snapshot)
    return calls


def test_a_hub_model_is_downloaded_by_pull_and_only_by_pull(snapshots, tmp_path):
    with pytest.raises(AssetMissing, match="run `ftlib assets pull bert-base-cased`"):
        assets.model("bert-base-cased")
    assert snapshots == [("bert-base-cased", True)]
    assert assets.pull(["bert-base-cased"], quiet=True) == ["bert-base-cased"]
    assert assets.model("bert-base-cased") == tmp_path
    assert assets.where("bert-base-cased") == tmp_path
    assert assets.pull(["bert-base-cased"], quiet=True) == []


def test_a_hub_that_does_not_answer(snapshots):
    with pytest.raises(AssetDownloadError, match=r"check the id and the network.*401 Client Error"):
        assets.pull(["no/such"], quiet=True)


def test_the_real_library_offline_says_missing(monkeypatch, tmp_path):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(AssetMissing):
        assets.model("google-bert/bert-base-chinese")


def test_no_pickle_is_taken_from_the_hub():
    assert not [pattern for pattern in hub._WANTED if pattern.endswith((".bin", ".pt", ".pkl"))]
