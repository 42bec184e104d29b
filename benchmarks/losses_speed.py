"""Forward and backward of the losses beside torch.nn.functional, 4,096 rows of float32.

The C library is told to keep the memory that is freed: else both pay for pages that come and go,
and which of them pays more is chance (at 32,000 columns that was four fifths of the time).

Run: python benchmarks/losses_speed.py [--quick]. To reach: at most 1.1 times its time.
"""

from __future__ import annotations

import os
import statistics
import sys

import torch
import torch.nn.functional as F
from measuring import median_ratio, paired_seconds, table, write
from torch import Tensor

from ftlib.losses.torch import binary_cross_entropy_with_logits, softmax_cross_entropy

KEEP = {  # glibc keeps what is freed; PyTorch asks for large pages
    "MALLOC_MMAP_THRESHOLD_": str(2**33),
    "MALLOC_TRIM_THRESHOLD_": str(2**34),
    "THP_MEM_ALLOC_ENABLE": "1",
}
ROWS = 4096
CLASSES = {2: 1000, 10: 500, 100: 100, 1000: 25, 32000: 5}  # classes: rounds


def runs(classes: int) -> dict[str, dict[str, object]]:
    torch.manual_seed(0)
    z = torch.randn(ROWS, classes, requires_grad=True)
    labels, y = torch.randint(0, classes, (ROWS,)), torch.rand(ROWS, classes)
    hard, shares = y.round(), torch.softmax(y, -1)

    def of(loss, target: Tensor):
        def run() -> None:
            z.grad = None
            loss(z, target).backward()

        return run

    return {
        "softmax_cross_entropy": {
            "ours": of(softmax_cross_entropy, labels),
            "torch": of(F.cross_entropy, labels),
        },
        "binary_cross_entropy_with_logits": {
            "ours": of(binary_cross_entropy_with_logits, hard),
            "torch": of(F.binary_cross_entropy_with_logits, hard),
        },
        "softmax_cross_entropy, probabilities": {
            "ours": of(softmax_cross_entropy, shares),
            "torch": of(F.cross_entropy, shares),
        },
        "binary_cross_entropy_with_logits, soft targets": {
            "ours": of(binary_cross_entropy_with_logits, y),
            "torch": of(F.binary_cross_entropy_with_logits, y),
        },
    }


def main() -> None:
    if not KEEP.keys() <= os.environ.keys():  # read when a process starts
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **KEEP})
    quick = "--quick" in sys.argv
    rows: list[dict[str, object]] = []
    for classes, rounds in CLASSES.items():
        for name, pair in runs(classes).items():
            times = paired_seconds(pair, max(3, rounds // 10) if quick else rounds)
            medians = {k: statistics.median(v) * 1e3 for k, v in times.items()}
            ratio = median_ratio(times, "ours", "torch")
            row = {"loss": name, "classes": classes, "rounds": len(times["ours"])}
            rows.append(
                row
                | {f"{k}_ms": round(v, 4) for k, v in medians.items()}
                | {"ratio": round(ratio, 3)}
            )
    head = ["loss", "shape", "ours ms", "torch ms", "ours / torch"]
    lines = [
        [
            str(row["loss"]),
            f"{ROWS:,} × {row['classes']:,}",
            f"{row['ours_ms']:.3f}",
            f"{row['torch_ms']:.3f}",
            f"{row['ratio']:.2f}",
        ]
        for row in sorted(rows, key=lambda row: str(row["loss"]))
    ]
    print(table(head, lines))
    if not quick:
        write("losses_speed", rows)


if __name__ == "__main__":
    main()
