"""What share of the machine's measured peak a training step reaches, and where the rest goes.

Peaks: a square matrix product in float32 and in bfloat16, and a copy that does not fit the caches.
Steps: 16 film-review snippets of 27 tokens through MiniLM, forward, backward and update, as the
bare loop does it and as `fit` does it. Multiplications are counted from the shapes: 6 for each
weight and token (2 forward, 4 backward), and those of the attention; what `fit` leaves out (the
last layer's other tokens) is not counted for it.

Run: python benchmarks/training_roofline.py
"""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack

import torch
from measuring import table, write
from torch.nn.functional import cross_entropy
from torch.profiler import ProfilerActivity, profile
from training_throughput import BATCH, EXAMPLES, loaded

from ftlib.data import shuffled_buckets
from ftlib.train.fast import faster, only_occurring_rows

ROUNDS = 7
KINDS = {  # (precision, whether as `fit` does it)
    "bare loop, float32": (torch.float32, False),
    "bare loop, bfloat16": (torch.bfloat16, False),
    "fit's step, float32": (torch.float32, True),
    "fit's step, bfloat16": (torch.bfloat16, True),
}
PARTS = {  # operations of PyTorch, by what they are for
    "products with weights": ("aten::mm", "aten::addmm"),
    "attention": ("aten::bmm", "aten::baddbmm", "softmax"),
    "dropout": ("bernoulli", "aten::random_", "aten::ge"),
    "activation and normalisation": ("gelu", "layer_norm", "tanh"),
    "optimiser, clipping": ("adamw", "AdamW", "norm"),
    "word table": ("embedding", "aten::fill_", "index"),
    "copies and casts": ("aten::copy_",),
}


def main() -> None:
    peaks = {dtype: product_peak(dtype) for dtype in (torch.float32, torch.bfloat16)}
    bandwidth = copy_peak()
    print(f"peak: {peaks[torch.float32] / 1e9:.0f} GFLOP/s in float32, ", end="")
    print(f"{peaks[torch.bfloat16] / 1e9:.0f} in bfloat16; copying {bandwidth / 1e9:.0f} GB/s\n")
    rows: list[dict[str, object]] = []
    shares: dict[str, dict[str, float]] = {}
    for name, (dtype, ours) in KINDS.items():
        seconds, flops, shares[name] = measured(dtype, ours)
        rows.append(
            {
                "step": name,
                "milliseconds": round(1e3 * seconds, 1),
                "gflop": round(flops / 1e9, 2),
                "gflop_per_second": round(flops / seconds / 1e9, 1),
                "share_of_peak": round(flops / seconds / peaks[dtype], 3),
                "parts": {part: round(each, 3) for part, each in shares[name].items()},
            }
        )
    head = ["one step", "ms", "GFLOP", "GFLOP/s", "of peak"]
    print(table(head, [[str(each) for each in list(row.values())[:5]] for row in rows]))
    print()
    parts = [*PARTS, "all else"]
    lines = [[part, *(f"{shares[name][part]:.0%}" for name in KINDS)] for part in parts]
    print(table(["share of the time", *KINDS], lines))
    machine: dict[str, object] = {
        "peak_gflop_per_second": {str(k).split(".")[1]: round(v / 1e9) for k, v in peaks.items()},
        "copy_gb_per_second": round(bandwidth / 1e9, 1),
    }
    write("training_roofline", [machine, *rows], by_machine=True)


def product_peak(dtype: torch.dtype, size: int = 1024) -> float:
    """Multiplications and additions a second of the best of many square products."""
    a, b = torch.randn(size, size).to(dtype), torch.randn(size, size).to(dtype)
    return 2 * size**3 / best(lambda: a @ b, 40)


def copy_peak(megabytes: int = 256) -> float:
    """Bytes read and written a second."""
    source = torch.ones(megabytes * 2**18)
    target = torch.empty_like(source)
    return 2 * 4 * len(source) / best(lambda: target.copy_(source), 10)


def best(run: Callable[[], object], rounds: int) -> float:
    """The shortest time of many: a peak is what the machine can do when nothing disturbs it."""
    run()
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def measured(dtype: torch.dtype, ours: bool) -> tuple[float, float, dict[str, float]]:
    """Seconds and operations of a step, and the shares of its parts; medians over an epoch's."""
    model, data = loaded(EXAMPLES, 0)
    batches = shuffled_buckets(data.lengths, BATCH, seed=0)
    batches = [data.batch(rows) for rows in batches]
    model.train()
    with ExitStack() as stack:
        stack.enter_context(only_occurring_rows(model, data, wanted=ours))
        stack.enter_context(faster(model, wanted=ours))
        optimiser = torch.optim.AdamW(model.parameters(), lr=5e-5, fused=True)

        def epoch() -> float:
            start = time.perf_counter()
            for batch in batches:
                step(model, optimiser, batch, dtype)
            return (time.perf_counter() - start) / len(batches)

        epoch()
        seconds = statistics.median(epoch() for _ in range(ROUNDS))
        with profile(activities=[ProfilerActivity.CPU]) as seen:
            epoch()
    flops = statistics.mean(
        operations(model.config, *batch["input_ids"].shape, only_first=ours) for batch in batches
    )
    return seconds, flops, by_part(seen)


def step(
    model: torch.nn.Module,
    optimiser: torch.optim.Optimizer,
    batch: dict[str, torch.Tensor],
    dtype: torch.dtype,
) -> None:
    """Forward, backward, clipping and update."""
    inputs = {name: each for name, each in batch.items() if name != "labels"}
    with torch.autocast("cpu", torch.bfloat16, enabled=dtype == torch.bfloat16):
        logits = model(**inputs).logits
    cross_entropy(logits.float(), batch["labels"]).backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()
    optimiser.zero_grad()


def operations(config, rows: int, length: int, *, only_first: bool) -> float:
    """Multiplications and additions of a step in its matrix products, forward and backward."""
    hidden, inner = config.hidden_size, config.intermediate_size
    tokens = rows * length

    def layer(asking: int) -> float:
        """`asking` tokens of each row are computed; all are keys and values."""
        weights = rows * asking * (2 * hidden**2 + 2 * hidden * inner) + tokens * 2 * hidden**2
        return 2 * (weights + rows * asking * length * 2 * hidden)

    layers = config.num_hidden_layers
    forward = (layers - only_first) * layer(length) + only_first * layer(1)
    return 3 * forward


def by_part(seen: profile) -> dict[str, float]:
    """Shares of the profiled time, by what an operation is for."""
    spent: dict[str, float] = defaultdict(float)
    for event in seen.key_averages():
        fits = (part for part, words in PARTS.items() if any(word in event.key for word in words))
        spent[next(fits, "all else")] += event.self_cpu_time_total
    total = sum(spent.values())
    return {part: spent[part] / total for part in [*PARTS, "all else"]}


if __name__ == "__main__":
    main()
