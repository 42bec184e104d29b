"""Paired measurements: what is compared runs in turn, so that a busy machine slows both."""

from __future__ import annotations

import json
import platform
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


def paired_seconds(runs: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Wall-clock seconds of each run, `rounds` times, one after the other in each round."""
    for run in runs.values():  # caches, allocators, lazy imports
        run()
    times: dict[str, list[float]] = {name: [] for name in runs}
    names = list(runs)
    for round_ in range(rounds):
        for name in names if round_ % 2 else reversed(names):
            start = time.perf_counter()
            runs[name]()
            times[name].append(time.perf_counter() - start)
    return times


def median_ratio(times: Mapping[str, list[float]], ours: str, theirs: str) -> float:
    """The median over rounds of ours / theirs."""
    pairs = zip(times[ours], times[theirs], strict=True)
    return statistics.median(a / b for a, b in pairs)


def table(head: list[str], rows: list[list[str]]) -> str:
    """A plain text table, the first column to the left."""
    widths = [max(len(row[k]) for row in [head, *rows]) for k in range(len(head))]
    lines = []
    for row in [head, ["-" * width for width in widths], *rows]:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append("  ".join(cells))
    return "\n".join(lines)


INSTRUCTIONS = ("avx2", "avx512f", "avx512_bf16", "amx_bf16")  # what speeds and precisions hang on


def processor() -> tuple[str, str]:
    """The processor in words, with those of `INSTRUCTIONS` it has, and as the name of a folder."""
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    said = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    known = [name for name in INSTRUCTIONS if name in said.get("flags", "").split()]
    vendor = said.get("vendor_id", platform.machine()).removeprefix("Genuine")
    name = said.get("model name", platform.processor() or platform.machine())
    folder = "_".join([vendor.removeprefix("Authentic").lower(), *known[-1:]])
    return ", ".join([name, *known]), folder


def write(name: str, rows: list[dict[str, object]], *, by_machine: bool = False) -> None:
    """benchmarks/results/NAME.json: the rows, and what they were measured on.

    `by_machine`: in machines/PROCESSOR/, for what another processor answers otherwise.
    """
    import torch

    described, kind = processor()
    folder = RESULTS / "machines" / kind if by_machine else RESULTS
    folder.mkdir(parents=True, exist_ok=True)
    machine = {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "threads": torch.get_num_threads(),
        "processor": described,
        "system": sys.platform,
    }
    text = json.dumps({"machine": machine, "rows": rows}, indent=2)
    (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
