"""What can go wrong between a name and its files; every sentence ends in what to do."""

from __future__ import annotations


class AssetError(ValueError):
    """An asset cannot be had. All errors of `ftlib.assets` are of this family."""


class AssetUnknown(AssetError):
    """No asset has this name."""


class AssetMissing(AssetError):
    """The asset is known but was not pulled to this machine yet."""


class AssetCorrupt(AssetError):
    """A file is not the one that the registry describes."""


class AssetUnavailable(AssetError):
    """This machine lacks what fetches the asset: pip, npm, or a Debian system."""


class AssetDownloadError(AssetError):
    """The package manager could not bring the carrier, most often for want of a network."""


class AssetStorageError(AssetError):
    """The cache cannot be written: the disk is full, or permission is missing."""
