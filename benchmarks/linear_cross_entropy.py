"""The last layer and its loss in chunks, beside F.linear + F.cross_entropy (float32).

8,192 tokens, hidden size 384, vocabulary 30,522, forward and backward. Memory is the growth of
the peak resident set of a fresh process that does only this. Time is of paired rounds in one
process. To reach: at most a sixth of the memory, and no more time.
Run: python benchmarks/linear_cross_entropy.py
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys

import torch
import torch.nn.functional as F
from measuring import median_ratio, paired_seconds, table, write

from ftlib.losses.torch import linear_cross_entropy

TOKENS, HIDDEN, VOCABULARY, ROUNDS = 8192, 384, 30522, 3
KINDS = ("ours", "torch", "torch fused")


def run_of(kind: str):
    torch.manual_seed(0)
    hidden = torch.randn(TOKENS, HIDDEN, requires_grad=True)
    weight = (torch.randn(VOCABULARY, HIDDEN) * 0.05).requires_grad_()
    labels = torch.randint(0, VOCABULARY, (TOKENS,))

    def run() -> None:
        hidden.grad = weight.grad = None
        if kind == "ours":
            loss = linear_cross_entropy(hidden, weight, labels)
        elif kind == "torch":
            loss = F.cross_entropy(F.linear(hidden, weight), labels)
        else:  # PyTorch's own chunked loss, new in 2.13
            options = torch.nn.LinearCrossEntropyOptions()
            loss = F.linear_cross_entropy(hidden, weight, labels, options=options)
        loss.backward()

    return run


def peak_megabytes(kind: str) -> float:
    """Measured in a process of its own, since a peak never falls again."""
    command = [sys.executable, __file__, "--peak", kind]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def print_peak(kind: str) -> None:
    run = run_of(kind)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    run()
    print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)


def main() -> None:
    if "--peak" in sys.argv:
        print_peak(sys.argv[-1])
        return
    peaks = {kind: peak_megabytes(kind) for kind in KINDS}
    times = paired_seconds({kind: run_of(kind) for kind in KINDS}, ROUNDS)
    rows: list[dict[str, object]] = []
    for kind in KINDS:
        rows.append(
            {
                "kind": kind,
                "extra_peak_mb": round(peaks[kind], 1),
                "memory_ratio": round(peaks[kind] / peaks["torch"], 4),
                "seconds": round(statistics.median(times[kind]), 3),
                "time_ratio": round(median_ratio(times, kind, "torch"), 3),
                "rounds": ROUNDS,
            }
        )
    head = ["loss", "extra peak MB", "of torch", "seconds", "of torch"]
    lines = [
        [
            str(row["kind"]),
            f"{row['extra_peak_mb']:,.0f}",
            f"{row['memory_ratio']:.3f}",
            f"{row['seconds']:.2f}",
            f"{row['time_ratio']:.2f}",
        ]
        for row in rows
    ]
    print(table(head, lines))
    write("linear_cross_entropy", rows)


if __name__ == "__main__":
    main()
