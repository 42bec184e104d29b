"""The frozen-trunk cache: four epochs of MiniLM with and without it, and what differs.

Run: python benchmarks/frozen_trunk.py [--quick]. To reach with the head alone: at least 3 times
as fast, and the same result to 1e-5. Both runs are `ftlib.train.fit` with a validation after every
epoch; building the cache is inside the time.
"""

from __future__ import annotations

import statistics
import sys
import time
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from measuring import table, write
from transformers import AutoModelForSequenceClassification, AutoTokenizer
from transformers.utils import logging

from ftlib import assets, data, train

EPOCHS = 4
POLICIES: tuple[str | int, ...] = ("head", 1, 2)


def subset(encoded: data.Encoded, size: int) -> data.Encoded:
    assert encoded.labels is not None
    return replace(encoded, input_ids=encoded.input_ids[:size], labels=encoded.labels[:size])


def model() -> torch.nn.Module:
    torch.manual_seed(0)
    return AutoModelForSequenceClassification.from_pretrained(
        assets.model("minilm"), num_labels=2, hidden_dropout_prob=0, attention_probs_dropout_prob=0
    )


def run(
    examples: tuple[data.Encoded, data.Encoded], policy: str | int, cached: bool, epochs: int
) -> tuple[float, float, train.Run, dict[str, torch.Tensor]]:
    """Wall seconds, processor seconds, the run, and the parameters after it."""
    network = model()
    clock, processor = time.perf_counter(), time.process_time()
    result = train.fit(
        network,
        *examples,
        epochs=epochs,
        batch_size=16,
        learning_rate=1e-3 if policy == "head" else 5e-5,
        freeze=policy,
        cache_trunk=cached,
        precision="float32",
        progress=False,
    )
    spent = time.perf_counter() - clock, time.process_time() - processor
    return *spent, result, {name: each.detach() for name, each in network.named_parameters()}


def compare(
    examples: tuple[data.Encoded, data.Encoded], policy: str | int, rounds: int
) -> dict[str, Any]:
    times: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
    parameters, losses = {}, {}
    for number in range(rounds):
        for cached in (False, True) if number % 2 else (True, False):
            wall, processor, result, parameters[cached] = run(examples, policy, cached, EPOCHS)
            times[cached].append((wall, processor))
            losses[cached] = np.array([seen.loss for seen in result.validations])
    pairs = list(zip(times[False], times[True], strict=True))
    difference = max(
        float((parameters[False][name] - parameters[True][name]).abs().max())
        for name in parameters[True]
    )
    return {
        "trained": "head" if policy == "head" else f"head and top {policy}",
        "epochs": EPOCHS,
        "rounds": rounds,
        "without_s": statistics.median(wall for wall, _ in times[False]),
        "with_s": statistics.median(wall for wall, _ in times[True]),
        "ratio": statistics.median(a[0] / b[0] for a, b in pairs),
        "processor_ratio": statistics.median(a[1] / b[1] for a, b in pairs),
        "parameter_difference": difference,
        "loss_difference": float(np.abs(losses[False] - losses[True]).max()),
    }


def main() -> None:
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    quick = "--quick" in sys.argv
    reviews = assets.data("film_reviews")
    tokenizer = AutoTokenizer.from_pretrained(assets.model("minilm"))
    size = 64 if quick else 512
    examples = (
        subset(data.encode(reviews.train.head(size), tokenizer), size),
        subset(data.encode(reviews.validation.head(size // 2), tokenizer), size // 2),
    )
    for cached in (False, True):  # lazy imports, allocators
        run((subset(examples[0], 16), subset(examples[1], 16)), "head", cached, 1)
    rows = [compare(examples, policy, 1 if quick else 5) for policy in POLICIES]
    print(
        table(
            ["trains", "without s", "with s", "faster", "processor", "Δ parameters", "Δ loss"],
            [
                [
                    row["trained"],
                    f"{row['without_s']:.2f}",
                    f"{row['with_s']:.2f}",
                    f"{row['ratio']:.2f} ×",
                    f"{row['processor_ratio']:.2f} ×",
                    f"{row['parameter_difference']:.1e}",
                    f"{row['loss_difference']:.1e}",
                ]
                for row in rows
            ],
        )
    )
    if not quick:
        write("frozen_trunk", [row | {"examples": size} for row in rows])


if __name__ == "__main__":
    main()
