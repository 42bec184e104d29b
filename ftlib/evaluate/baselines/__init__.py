"""What must be beaten: the most frequent label, linear models on words, BM25."""

from ftlib.evaluate.baselines.bm25 import BM25
from ftlib.evaluate.baselines.linear_text import LinearTextBaseline, linear_text_baseline
from ftlib.evaluate.baselines.majority import majority_baseline

__all__ = ["BM25", "LinearTextBaseline", "linear_text_baseline", "majority_baseline"]
