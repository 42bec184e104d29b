"""What the sandbox adds to the start of a worker, over a bare fork of the same warm parent.

A start ends when the worker has said that it is ready; an end when nothing of it is left. The
bare fork is timed inside the same parent's process, by the same library, without any wall.

    python benchmarks/hostile_worker_start.py [--rounds 100] [--preload torch] [--out FILE]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time

from measuring import table, write

from ftlib.grading.judge import Limits, Nursery, Worker, _environment
from ftlib.grading.sandbox import walls

_BARE = """
import importlib, os, sys, time
for name in sys.argv[2:]:
    importlib.import_module(name)
for _ in range(int(sys.argv[1])):
    begin = time.perf_counter()
    here, there = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(there, b".")
        os.read(here, 0)
        os._exit(0)
    os.read(here, 1)
    ready = time.perf_counter()
    os.waitpid(child, 0)
    print(ready - begin, time.perf_counter() - ready)
    os.close(here)
    os.close(there)
"""


def bare(rounds: int, preload: list[str]) -> list[tuple[float, float]]:
    """Seconds to start and to end a bare fork, each of `rounds` times."""
    command = [sys.executable, "-P", "-c", _BARE, str(rounds), "ftlib.grading.nursery", *preload]
    done = subprocess.run(
        command, env=_environment(), check=True, capture_output=True, text=True, cwd="/"
    )
    pairs = [line.split() for line in done.stdout.splitlines()]
    return [(float(start), float(end)) for start, end in pairs]


def sandboxed(rounds: int, preload: list[str], strategy: str) -> list[tuple[float, float]]:
    """The same for workers behind one kind of outer wall; empty where it cannot be built."""
    times = []
    with Nursery(preload, [strategy]) as nursery:
        print(f"{strategy}: {nursery.protection}")
        for _ in range(rounds):
            begin = time.perf_counter()
            worker = Worker(nursery, Limits())
            ready = time.perf_counter()
            worker.end()
            times.append((ready - begin, time.perf_counter() - ready))
    return times


def main() -> None:
    """Print the table and write benchmarks/results/hostile_worker_start.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--preload", nargs="*", default=["torch"])
    parser.add_argument("--out", default="hostile_worker_start", help="name of the JSON file")
    options = parser.parse_args()
    rows: list[dict[str, object]] = []
    runs = {"bare fork": lambda: bare(options.rounds, options.preload)}
    for strategy in walls.STRATEGIES:
        runs[strategy] = lambda name=strategy: sandboxed(options.rounds, options.preload, name)
    for name, run in runs.items():
        starts, ends = zip(*run(), strict=True)
        rows.append(
            {
                "worker": name,
                "start ms, median": round(1e3 * statistics.median(starts), 2),
                "start ms, least": round(1e3 * min(starts), 2),
                "end ms, median": round(1e3 * statistics.median(ends), 2),
                "end ms, least": round(1e3 * min(ends), 2),
            }
        )
    head = list(rows[0])
    print(table(head, [[str(row[name]) for name in head] for row in rows]))
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    write(options.out, [*rows, {"load": round(os.getloadavg()[0], 1)}])


if __name__ == "__main__":
    main()
