"""Batches of a table: tokenise once, pad to the batch, group by length, shuffle by seed."""

from ftlib.data.bucketing import Padding, in_length_order, padding, shuffled_buckets
from ftlib.data.examples import Encoded, Examples, Rows, encode

__all__ = [
    "Encoded",
    "Examples",
    "Padding",
    "Rows",
    "encode",
    "in_length_order",
    "padding",
    "shuffled_buckets",
]
