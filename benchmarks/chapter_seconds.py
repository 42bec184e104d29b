"""Seconds that each chapter takes on a reader's two cores, beside its budget.

Chapters run one after the other, each in a fresh kernel that may use both cores, as somebody does
who opens one and chooses "run all"; every claim is checked on the way. To reach: 60 seconds, and
120 for the two chapters that pretrain a language model and for the case studies.

Run: python benchmarks/chapter_seconds.py [NAME …]. Names (`turning_points`, `cases/email_spam`)
measure only these and leave the other rows as they are. Nothing else should run meanwhile.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from measuring import RESULTS, table, write
from watching import watched

from ftlib.book.execute import executed
from ftlib.book.sources import chapters

ROOT = Path(__file__).parents[1]
BUDGET_S, LONG_S = 60, 120
LONG = ("turning_points/bert", "turning_points/gpt", "cases/")


def main() -> None:
    if "--child" in sys.argv:
        (chapter,) = (each for each in chapters(ROOT / "book") if each.name == sys.argv[-1])
        executed(chapter)
        return
    every = [chapter.name for chapter in chapters(ROOT / "book")]
    wanted = tuple(sys.argv[1:]) or ("",)
    chosen = [name for name in every if name.startswith(wanted)]
    if not chosen:
        sys.exit(f"no chapter is called {' or '.join(wanted)}; there are {', '.join(every)}")
    rows = {str(row["chapter"]): row for row in kept()}
    for name in chosen:
        rows[name] = measured(name)
        print(f"· {name}: {rows[name]['seconds']} s", flush=True)
        write("chapter_seconds", [rows[each] for each in every if each in rows])
    head = ["chapter", "seconds", "budget", "processor s", "peak MB"]
    keys = ("chapter", "seconds", "budget_s", "processor_s", "peak_mb")
    print(table(head, [[str(rows[name][key]) for key in keys] for name in every if name in rows]))


def measured(name: str) -> dict[str, object]:
    """A run of one chapter, from the start of its process to its end."""
    run = watched([sys.executable, __file__, "--child", name], ROOT)
    if run.code:
        raise RuntimeError(f"{name}, exit code {run.code}:\n{run.output[-4000:]}")
    return {
        "chapter": name,
        "seconds": round(run.seconds, 1),
        "budget_s": LONG_S if name.startswith(LONG) else BUDGET_S,
        "processor_s": round(run.processor_s, 1),
        "peak_mb": round(run.peak_mb),
    }


def kept() -> list[dict[str, object]]:
    """The rows of earlier runs."""
    path = RESULTS / "chapter_seconds.json"
    return json.loads(path.read_text(encoding="utf-8"))["rows"] if path.exists() else []


if __name__ == "__main__":
    main()
