"""The frozen-trunk cache: what frozen lower layers give is computed once, used at every epoch."""

from ftlib.train.trunk.cache import Prepared, prepare
from ftlib.train.trunk.halves import split_trunk
from ftlib.train.trunk.states import StateStore

__all__ = [
    "Prepared",
    "StateStore",
    "prepare",
    "split_trunk",
]
