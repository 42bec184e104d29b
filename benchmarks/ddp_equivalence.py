"""How far two and four processes are from one: the largest difference of anything in a run.

Losses, gradient norms, final parameters, validation losses and logits of the runs of the test
suite (float64, gloo on the CPU, batches that do not divide by the processes).
To reach: at most 1e-10.
Run: python benchmarks/ddp_equivalence.py
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from measuring import table, write

PROGRAM = Path(__file__).parents[1] / "tests" / "train" / "many_processes.py"


def furthest(found: dict, one: dict) -> float:
    """The largest absolute difference between two runs."""
    differences = [
        np.abs(np.subtract(found[name], one[name])).max()
        for name in ("losses", "norms", "weights", "logits")
    ]
    looks = zip(found["validations"], one["validations"], strict=True)
    return float(max([*differences, *(abs(a[2] - b[2]) for a, b in looks)]))


def main() -> None:
    spec = importlib.util.spec_from_file_location("many_processes", PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    runs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(runs)
    alone = {
        "classes": runs.classes(),
        "tokens": runs.tokens(),
        "budget": runs.tokens(max_tokens=24, batch_size=None),
    }
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as place:
        subprocess.run([sys.executable, PROGRAM, place], check=True)
        for size in (2, 4):
            found = json.loads((Path(place) / f"{size}.0.json").read_text())
            for strategy in ("ddp", "fsdp"):
                for name, kind in (
                    ("", "classes"),
                    (" in parts", "classes"),
                    (" tokens", "tokens"),
                ):
                    far = furthest(found[f"{strategy}{name}"], alone[kind])
                    what = name.strip() or kind
                    rows.append({"strategy": strategy, "processes": size, "run": what, "far": far})
    body = [[f"{r['strategy']} {r['run']}", str(r["processes"]), f"{r['far']:.1e}"] for r in rows]
    print(table(["run", "processes", "largest difference"], body))
    write("ddp_equivalence", rows)


if __name__ == "__main__":
    main()
