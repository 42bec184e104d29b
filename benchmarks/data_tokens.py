"""Tokenising: one text at a time, all at once, and found in the cache. CPU time of 6,975 sentences.

Run: python benchmarks/data_tokens.py. All threads together, so that a busy machine tells the same.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable

from measuring import table, write
from transformers import AutoTokenizer

from ftlib import assets, data

ROUNDS = 5


def cpu_seconds(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def main() -> None:
    tokenizer = AutoTokenizer.from_pretrained(assets.model("minilm"))
    texts = assets.data("film_reviews").train.text.tolist()

    def one_by_one() -> None:
        for text in texts:
            tokenizer(
                text, return_tensors="pt", max_length=128, padding="max_length", truncation=True
            )

    with tempfile.TemporaryDirectory() as place:
        runs = {
            "one by one, padded to 128": one_by_one,
            "all at once": lambda: data.encode(texts, tokenizer),
            "found in the cache": lambda: data.encode(texts, tokenizer, cache=place),
        }
        for run in runs.values():
            run()
        times = {name: [] for name in runs}
        for _ in range(ROUNDS):
            for name, run in runs.items():
                times[name].append(cpu_seconds(run))
    once = statistics.median(times["all at once"])
    rows = [
        {
            "way": name,
            "microseconds_a_text": statistics.median(each) / len(texts) * 1e6,
            "relative": statistics.median(each) / once,
        }
        for name, each in times.items()
    ]
    shown = [
        [str(row["way"]), f"{row['microseconds_a_text']:.0f}", f"{row['relative']:.2f}"]
        for row in rows
    ]
    print(table(["way", "µs a text", "relative"], shown))
    write("data_tokens", rows)


if __name__ == "__main__":
    main()
