"""scikit-learn's measurements: small, clean, and already on the machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from ftlib.assets.catalogue import Asset
from ftlib.assets.table import Table, split_column


def breast_cancer(asset: Asset, root: Path | None) -> Table:
    """569 tumours, 30 measurements each; label 0 is malignant, 1 benign (scikit-learn's order).

    Columns: the measurements (float64), label, split.
    """
    from sklearn.datasets import load_breast_cancer

    return _table(asset, load_breast_cancer(as_frame=True))


def wine(asset: Asset, root: Path | None) -> Table:
    """178 wines, 13 measurements each; label is the grower (3).

    Columns: the measurements (float64), label, split.
    """
    from sklearn.datasets import load_wine

    return _table(asset, load_wine(as_frame=True))


def _table(asset: Asset, raw: Any) -> Table:
    frame: pd.DataFrame = raw.data.copy()
    keys = [" ".join(map(repr, row)) for row in frame.to_numpy().tolist()]
    frame["label"] = raw.target.to_numpy("int64")
    frame["split"] = split_column(keys, frame["label"].to_numpy())
    names = tuple(str(name) for name in raw.target_names)
    counts = {"raw_lines": len(frame), "rows": len(frame), "unique": len(set(keys))}
    return Table(asset.name, frame, names, counts, asset)
