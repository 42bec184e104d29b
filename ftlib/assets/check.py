"""Hash everything again, and say what was found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ftlib.assets.cache import verify_files
from ftlib.assets.catalogue import find, registry
from ftlib.assets.errors import AssetCorrupt, AssetMissing


@dataclass(frozen=True)
class Finding:
    """What `verify` found for one asset; `detail` is a sentence when the state is not `ok`."""

    name: str
    state: Literal["ok", "missing", "damaged"]
    detail: str = ""


def verify(names: Iterable[str] | None = None) -> list[Finding]:
    """Hash every file of the named assets and compare it with the registry.

    Args:
        names: names of assets; None means all that were pulled.

    Returns:
        One finding an asset. Assets that come with a library have nothing to compare and are
        left out.

    Raises:
        AssetUnknown: for a name that is not in the registry.
    """
    chosen = registry().values() if names is None else [find(name) for name in names]
    findings = [_check(asset.name) for asset in chosen if asset.carrier is not None]
    if names is None:
        findings = [finding for finding in findings if finding.state != "missing"]
    return findings


def _check(name: str) -> Finding:
    try:
        verify_files(find(name))
    except AssetMissing as error:
        return Finding(name, "missing", str(error))
    except AssetCorrupt as error:
        return Finding(name, "damaged", str(error))
    return Finding(name, "ok")
