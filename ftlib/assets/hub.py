"""Models of the hub, for readers with a network: downloaded when asked for, never on the way.

A name with a hyphen or a slash is a hub id (`bert-base-cased`, `google-bert/bert-base-chinese`);
no asset of the registry has either (a test holds it to that).
"""

from __future__ import annotations

import re
from pathlib import Path

from ftlib.assets.errors import AssetDownloadError, AssetMissing

# Weights as safetensors only: a pickle runs code when it is read.
_WANTED = ["*.safetensors", "*.json", "*.txt", "*.model", "*.jinja"]
_HUB_ID = re.compile(r"(?=.*[-/])[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)?")


def is_hub_id(name: str) -> bool:
    """Whether a name is written like a hub id."""
    return _HUB_ID.fullmatch(name) is not None


def local(hub_id: str) -> Path:
    """The folder of a hub model that was pulled before; asks no network.

    Raises:
        AssetMissing: when it was not.
    """
    try:
        return Path(_snapshot(hub_id, offline=True))
    except Exception as error:
        raise AssetMissing(
            f"{hub_id!r} is a hub id and is not on this machine; run `ftlib assets pull {hub_id}` "
            "with a network, or give the name of an asset (`ftlib assets list`)"
        ) from error


def pull(hub_id: str) -> bool:
    """Download a hub model unless it is here. True when something was fetched.

    Raises:
        AssetDownloadError: without a network, or when the hub has no such model.
    """
    try:
        local(hub_id)
        return False
    except AssetMissing:
        pass
    try:
        _snapshot(hub_id, offline=False)
    except Exception as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise AssetDownloadError(
            f"{hub_id!r} could not be downloaded from the hub; check the id and the network "
            f"and pull again ({reason})"
        ) from error
    return True


def _snapshot(hub_id: str, *, offline: bool) -> str:
    from huggingface_hub import snapshot_download

    return snapshot_download(hub_id, allow_patterns=_WANTED, local_files_only=offline)
