"""Batches of a table: tokenise once, pad to the batch, group by length, shuffle by seed."""

from ftlib.data.augment_text import (
    augmented,
    drop_words,
    nearest_words,
    replace_words,
    swap_words,
    typos,
)
from ftlib.data.bucketing import Padding, in_length_order, padding, shuffled_buckets
from ftlib.data.canonical import canonical_text
from ftlib.data.disguise import disguise
from ftlib.data.duplicates import Leaks, NearDuplicates, jaccard, leaks, near_duplicates
from ftlib.data.epochs import epoch_batches, row_weights, token_batches
from ftlib.data.examples import Encoded, Examples, Rows, encode
from ftlib.data.medmnist import MedicalPictures, load_medmnist
from ftlib.data.otsu import otsu_threshold
from ftlib.data.patches import cut_patches, region_patches
from ftlib.data.phrase_bank import read_phrase_bank
from ftlib.data.pictures import Pictures, cropped, erased, flipped, recoloured, shifted
from ftlib.data.prefetching import BatchFailed, prefetch
from ftlib.data.ragged import Ragged
from ftlib.data.rephrase import rephrase
from ftlib.data.sequences import Sequences
from ftlib.data.splitting import grouped_split
from ftlib.data.stains import absorbance, separate_stains
from ftlib.data.stream import Arrivals, news_stream, turned_mix

__all__ = [
    "Arrivals",
    "BatchFailed",
    "Encoded",
    "Examples",
    "Leaks",
    "MedicalPictures",
    "NearDuplicates",
    "Padding",
    "Pictures",
    "Ragged",
    "Rows",
    "Sequences",
    "absorbance",
    "augmented",
    "canonical_text",
    "cropped",
    "cut_patches",
    "disguise",
    "drop_words",
    "encode",
    "epoch_batches",
    "erased",
    "flipped",
    "grouped_split",
    "in_length_order",
    "jaccard",
    "leaks",
    "load_medmnist",
    "near_duplicates",
    "nearest_words",
    "news_stream",
    "otsu_threshold",
    "padding",
    "prefetch",
    "read_phrase_bank",
    "recoloured",
    "region_patches",
    "rephrase",
    "replace_words",
    "row_weights",
    "separate_stains",
    "shifted",
    "shuffled_buckets",
    "swap_words",
    "token_batches",
    "turned_mix",
    "typos",
]
